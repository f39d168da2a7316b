# shellcheck shell=bash
# The Python environment that runs Odoo from sources or from the unpacked package.

find_python() {
    local py
    for py in "${PYTHON:-}" python3.12 python3.11 python3.13 python3.10 python3; do
        [ -n "$py" ] && have "$py" && usable_python "$py" && {
            echo "$py"
            return
        }
    done
    return 1
}

usable_python() {
    "$1" -c 'import sys, venv, ensurepip
sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

make_venv() { # make_venv [PYTHON]: the locked requirements in $ODOO_HOME/venv
    local python=${1:-} venv=$ODOO_HOME/venv
    if [ ! -x "$venv/bin/python" ]; then
        if [ -z "$python" ] && ! python=$(find_python); then
            install_packages python3-venv
            python=$(find_python) || die "no Python 3.10-3.13 with venv; set PYTHON"
        fi
        say "venv with $("$python" -V)"
        "$python" -m venv "$venv"
    fi
    local -a files
    mapfile -t files < <(wanted_requirements)
    pip_sync "$venv" "${files[@]}"
}

wanted_requirements() { # one path a line
    if [ "${ODOO_UNLOCKED:-}" = 1 ]; then
        printf '%s\n' "$ROOT"/requirements/odoo.txt "$ROOT"/requirements.txt \
            "$ROOT"/requirements/dev.txt
    else
        echo "$ROOT/requirements/lock.txt"
    fi
}

pip_sync() { # pip_sync VENV FILE...: installs once for each state of the files
    local venv=$1 stamp=$1/.wants wants file
    local -a options=()
    shift
    wants=$(cat "$@")
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wants" ] && return
    for file in "$@"; do options+=(-r "$file"); done
    say "pip install ${options[*]//"$ROOT/"/}"
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check "${options[@]}"
    printf '%s\n' "$wants" >"$stamp"
}
