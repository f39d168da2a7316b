#!/usr/bin/env bash
# Find or fetch what the add-ons run on, into one local folder.
#
#   bootstrap.sh [all|odoo|postgres|fonts|stop|clean]     (default: all)
#
# Odoo 19 is the first of: ODOO_BIN; ODOO_SRC (a source checkout); an `odoo` 19 on
# the PATH; the package odoo-19 fetched with this machine's own apt.
# PostgreSQL is the first of: the server libpq finds (PGHOST, socket), unless
# PG_PRIVATE=1; this machine's binaries; the binaries in a pip package.
# Nothing outside ODOO_HOME (default: .odoo) is written, except a link to the fonts
# and, as root in a closed home folder, the database cluster in /var/tmp.
#
# Result: ODOO_HOME/env (to be sourced) and ODOO_HOME/bin/odoo.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common python apt odoo fonts postgres; do
    # shellcheck disable=SC1090
    . "$HERE/lib/$part.sh"
done

case ${1:-all} in
    odoo) get_odoo ;;
    postgres) get_postgres ;;
    fonts) get_fonts ;;
    all)
        get_odoo
        get_postgres
        get_fonts
        ;;
    stop)
        stop_postgres
        exit
        ;;
    clean)
        remove_cluster
        rm -rf "$ODOO_HOME"
        exit
        ;;
    *)
        sed -n '2,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 2
        ;;
esac
cat "$ODOO_HOME"/env.odoo "$ODOO_HOME"/env.pg >"$ODOO_HOME/env" 2>/dev/null || true
