# shellcheck shell=bash
# Odoo itself: named by the caller, on the PATH, or Debian's package unpacked.

PACKAGE=odoo-19
# Files the Debian package links to instead of shipping (jQuery, web fonts).
COMPANIONS=(libjs-jquery libjs-jquery-form libjs-underscore fonts-font-awesome
    fonts-font-awesome-legacy fonts-roboto-unhinted fonts-montserrat
    fonts-inconsolata fonts-ocr-b)

series_of() {
    "$@" --version 2>/dev/null | awk '{print $NF}' | grep -oE '^[0-9]+\.[0-9]+' || true
}

get_odoo() {
    local site=$ODOO_HOME/root/usr/lib/python3/dist-packages
    if [ -n "${ODOO_BIN:-}" ] && [ "$ODOO_BIN" != "$ODOO_HOME/bin/odoo" ]; then
        use_program "$ODOO_BIN"
    elif [ -n "${ODOO_SRC:-}" ]; then
        [ -f "$ODOO_SRC/odoo-bin" ] || die "no odoo-bin in ODOO_SRC=$ODOO_SRC"
        make_venv
        wrap "$ODOO_SRC" "$ODOO_SRC/odoo-bin"
    elif type -P odoo >/dev/null && [ "$(series_of "$(type -P odoo)")" = "$SERIES" ]; then
        use_program "$(type -P odoo)"
    else
        [ -f "$site/odoo/release.py" ] || unpack_odoo "$site"
        make_venv
        wrap "$site" "$ODOO_HOME/root/usr/bin/odoo"
    fi
    [ "$(series_of "$ODOO_HOME/bin/odoo")" = "$SERIES" ] || {
        "$ODOO_HOME/bin/odoo" --version >&2 || true
        die "this is not Odoo $SERIES"
    }
    say "$("$ODOO_HOME/bin/odoo" --version 2>/dev/null)"
}

use_program() { # an installed Odoo: its own Python, plus what tests and add-ons need
    local python site
    [ "$(series_of "$1")" = "$SERIES" ] || die "$1 is not Odoo $SERIES"
    python=$(sed -n '1s/^#! *//p' "$1" | sed 's#^/usr/bin/env  *##; s/ .*//')
    # A wrapper that is no Python program cannot be looked into.
    case $(basename "${python:-sh}") in
        python*) ;;
        *) python=${ODOO_PYTHON:-python3} ;;
    esac
    site=$("$python" -c 'import pathlib, odoo.release as r
print(pathlib.Path(r.__file__).parent.parent)' 2>/dev/null) ||
        die "$1 runs, but $python cannot import odoo; set ODOO_PYTHON"
    say "using $1"
    usable_python "$python" || install_packages python3-venv
    make_venv "$python"
    wrap "$site" "$1"
}

unpack_odoo() {
    local site=$1
    have apt-get ||
        die "no apt here: set ODOO_SRC to an Odoo $SERIES checkout, or ODOO_BIN"
    apt_private
    say "download $PACKAGE and ${#COMPANIONS[@]} companions"
    rm -rf "$ODOO_HOME/root"
    mkdir -p "$ODOO_HOME/root"
    apt_fetch "$PACKAGE" "${COMPANIONS[@]}"
    repair_links "$site"
    # Left out for its licence, yet listed in a bundle: a stub keeps the log clean.
    mkdir -p "$site/odoo/addons/mail/static/lib/selfie_segmentation"
    : >"$site/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    apt_private_done
}

repair_links() { # a renamed font must not turn into a 404 or an asset error
    local link target stem
    find "$1" -xtype l -print | while read -r link; do
        stem=$(basename "$link")
        target=$(find "$ODOO_HOME/root/usr/share/fonts" \( -type f -o -type l \) \
            -iname "${stem%%.*}*" 2>/dev/null | head -1)
        if [ -n "$target" ]; then
            ln -sfr "$target" "$link"
        else
            rm "$link"
            say "dropped dead link ${link##*/addons/}"
        fi
    done
}

wrap() { # wrap SITE SCRIPT: writes bin/odoo and env.odoo
    local python=$ODOO_HOME/venv/bin/python
    mkdir -p "$ODOO_HOME/bin"
    {
        echo '#!/bin/sh'
        echo "export PYTHONPATH=\"$1\${PYTHONPATH:+:\$PYTHONPATH}\""
        echo "exec \"$python\" \"$2\" \"\$@\""
    } >"$ODOO_HOME/bin/odoo"
    chmod +x "$ODOO_HOME/bin/odoo"
    {
        echo "export ODOO_BIN=\"$ODOO_HOME/bin/odoo\""
        echo "export ODOO_PYTHON=\"$python\""
        echo "export PYTHONPATH=\"$1\${PYTHONPATH:+:\$PYTHONPATH}\""
    } >"$ODOO_HOME/env.odoo"
}
