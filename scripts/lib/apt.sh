# shellcheck shell=bash
# Debian packages: fetched into a private root, or installed where we may.

# Further options for the machine's apt, as words.
read -ra APT_EXTRA_WORDS <<<"${APT_EXTRA:-}"
APT=()

apt_keyring() { # $1: Debian or Ubuntu
    local name=${1,,} f
    for f in /usr/share/keyrings/"$name"-archive-keyring.{gpg,pgp,asc}; do
        [ -f "$f" ] && {
            echo "$f"
            return
        }
    done
}

apt_mirror() { # prints "Origin URI" of the distribution's main archive
    # Ask apt itself, so that every way of naming a mirror is understood.
    # shellcheck disable=SC2016
    apt-get "${APT_EXTRA_WORDS[@]}" indextargets \
        --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -F'|' '$1 == "Debian" && $2 == "Debian" {print "Debian", $3; exit}
                   $1 == "Ubuntu" {print "Ubuntu", $3; exit}' | grep . && return
    # Before its first update apt knows no targets, but says what it would fetch.
    local id
    id=$(. /etc/os-release && echo "${ID:-}")
    apt-get "${APT_EXTRA_WORDS[@]}" --print-uris update 2>/dev/null |
        sed -n "s#^'\(.*/\)dists/[^']*'.*#\1#p" |
        awk -v id="$id" 'tolower($0) ~ "/" id "/$" && !/security/ {
            print (id == "ubuntu" ? "Ubuntu" : "Debian"), $0; exit}'
}

apt_private() { # sets APT: apt with a state of its own, at the machine's mirror
    local origin uri keyring suite components=main root=$ODOO_HOME/apt
    read -r origin uri < <(apt_mirror) || true
    [ -n "${uri:-}" ] ||
        die "no Debian or Ubuntu mirror in this machine's apt; set ODOO_SRC or ODOO_BIN"
    case $origin in
        Debian) suite=sid ;;
        Ubuntu) suite=devel components='main universe' ;;
    esac
    keyring=$(apt_keyring "$origin")
    mkdir -p "$root"/{etc,state/lists/partial,cache/archives/partial,debs}
    : >"$root/state/status"
    {
        printf 'Types: deb\nURIs: %s\nSuites: %s\n' "$uri" "$suite"
        printf 'Components: %s\n' "$components"
        # Without a keyring file apt falls back on its trusted.gpg.d.
        [ -z "$keyring" ] || printf 'Signed-By: %s\n' "$keyring"
    } >"$root/etc/odoo.sources"
    # apt.conf.d stays the machine's own: proxies and credentials live there.
    APT=("${APT_EXTRA_WORDS[@]}"
        -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$root/etc"
        -o Dir::State="$root/state" -o Dir::State::status="$root/state/status"
        -o Dir::Cache="$root/cache" -o Acquire::Languages=none
        -o APT::Sandbox::User=root -o APT::Get::List-Cleanup=false)
    say "apt-get update ($origin $suite, signed by ${keyring:-trusted.gpg.d})"
    apt_update_private "$root/update.log"
}

apt_update_private() {
    apt-get "${APT[@]}" -qq update 2>"$1" && return
    grep -qiE 'expired|not valid' "$1" || {
        cat "$1" >&2
        die "apt-get update failed"
    }
    # A frozen mirror keeps a good signature but an outlived Valid-Until.
    say "the mirror's Release is past its Valid-Until; its signature holds: using it"
    APT+=(-o Acquire::Check-Valid-Until=false)
    apt-get "${APT[@]}" -qq update
}

apt_fetch() { # apt_fetch PACKAGE...: download, check against the index, unpack
    local root=$ODOO_HOME/apt name deb want got
    (cd "$root/debs" && apt-get "${APT[@]}" -qq download "$@")
    for name in "$@"; do
        deb=$(find "$root/debs" -name "${name}_*.deb" | sort | tail -1)
        want=$(apt-cache "${APT[@]}" show --no-all-versions "$name" |
            awk '/^SHA256:/ {print $2; exit}')
        got=$(sha256sum "$deb" | cut -d' ' -f1)
        [ "$want" = "$got" ] || die "$deb does not match the signed index"
        dpkg-deb -x "$deb" "$ODOO_HOME/root"
    done
}

apt_private_done() { [ "${ODOO_KEEP_DEBS:-}" = 1 ] || rm -rf "$ODOO_HOME/apt"; }

# --- packages of the machine itself --------------------------------------------

install_packages() { # installs, or says the one line to run and stops
    local -a sudo=()
    local line="apt-get update && apt-get install -y --no-install-recommends $*"
    have apt-get || die "missing here: $* (install them with this system's own tools)"
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || die "missing: $*. Run: sudo sh -c '$line'"
        sudo=(sudo -n)
    fi
    say "apt-get install $*"
    apt_install "${sudo[@]}" -- "$@" || {
        apt_update_machine "${sudo[@]}"
        apt_install "${sudo[@]}" -- "$@" || die "could not install: $*. Try: $line"
    }
}

apt_install() { # apt_install [sudo -n] -- PACKAGE...
    local -a before=()
    while [ "$1" != -- ]; do
        before+=("$1")
        shift
    done
    shift
    "${before[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${APT_EXTRA_WORDS[@]}" \
        -qq -y install --no-install-recommends "$@" </dev/null >"$ODOO_HOME/apt-install.log" 2>&1 ||
        {
            tail -5 "$ODOO_HOME/apt-install.log" >&2
            return 1
        }
}

apt_update_machine() {
    "$@" apt-get "${APT_EXTRA_WORDS[@]}" -qq update </dev/null ||
        "$@" apt-get "${APT_EXTRA_WORDS[@]}" -qq -o Acquire::Check-Valid-Until=false update </dev/null
}
