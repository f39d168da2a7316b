# shellcheck shell=bash
# Shared by every script: where things are, and how to say what happens.

# A function that fails inside $(...) must not be taken for an empty answer.
shopt -s inherit_errexit

# shellcheck disable=SC2034
SERIES=19.0
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
ODOO_HOME=${ODOO_HOME:-$ROOT/.odoo}
mkdir -p "$ODOO_HOME"
ODOO_HOME=$(cd "$ODOO_HOME" && pwd)
export ODOO_HOME
ADDONS=$ROOT/addons
DATA=$ODOO_HOME/data

say() { printf '[%3ds] %s\n' "$SECONDS" "$*" >&2; }
die() {
    say "ERROR: $*"
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# What this checkout's bootstrap found: ODOO_BIN, ODOO_PYTHON, PGHOST and the like.
load_env() {
    [ -s "$ODOO_HOME/env" ] || die "nothing here yet: run scripts/bootstrap.sh first"
    # shellcheck disable=SC1091
    . "$ODOO_HOME/env"
}

our_addons() { (cd "$ADDONS" && for m in */__manifest__.py; do echo "${m%%/*}"; done); }

joined() { # words of the arguments or of stdin, with commas between
    if [ $# -gt 0 ]; then echo "$*"; else cat; fi | tr -s ' \n' ',,' | sed 's/^,//; s/,$//'
}

# The server with this checkout's paths; options of the caller come first.
server() {
    "$ODOO_BIN" "$@" --addons-path="$ADDONS" --data-dir="$DATA" \
        --http-interface=127.0.0.1 --max-cron-threads=0 --stop-after-init
}

# A configuration file for programs that load Odoo themselves.
write_conf() { # write_conf FILE [further lines]
    local file=$1
    shift
    {
        printf '[options]\naddons_path = %s\ndata_dir = %s\n' "$ADDONS" "$DATA"
        printf 'http_interface = 127.0.0.1\nmax_cron_threads = 0\n'
        printf '%s\n' "$@"
    } >"$file"
}
