#!/usr/bin/env bash
# Tasks that need a database with all add-ons: bench, probe, i18n, shell.
#
#   SIZE=10000 ONLY=registry.search task.sh bench
#   PROBE='--role auditor --plant --keep folder --times' task.sh probe
#   task.sh i18n          rewrite the .pot files, merge them into zh_CN.po
#   task.sh wheels        build the add-ons' wheels into dist/
#
# bench and probe get DIBAO_DB, a fresh database of their own, and DIBAO_CONF; KEEP=1
# leaves the database behind.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$HERE/bootstrap.sh"
for part in common python apt fonts system database; do
    # shellcheck disable=SC1090
    . "$HERE/lib/$part.sh"
done
load_env

with_database() { # with_database NAME PROGRAM ARGUMENTS...
    DIBAO_DB=dibao_$1_$$
    DIBAO_CONF=$ODOO_HOME/$1.conf
    export DIBAO_DB DIBAO_CONF
    shift
    write_conf "$DIBAO_CONF" "db_name = $DIBAO_DB"
    [ "${KEEP:-}" = 1 ] || trap 'drop_database "$DIBAO_DB"' EXIT
    copy_database "$(our_template addons)" "$DIBAO_DB"
    [ "${KEEP:-}" != 1 ] || record_database "$DIBAO_DB"
    (cd "$ROOT" && "$ODOO_PYTHON" "$@")
}

build_wheels() {
    local addon
    rm -rf "$ROOT/dist"
    for addon in $(our_addons); do
        "$ODOO_PYTHON" -m pip wheel -qq --disable-pip-version-check --no-deps \
            --wheel-dir "$ROOT/dist" "$ADDONS/$addon"
    done
    ls "$ROOT/dist"
}

case ${1:-} in
    bench)
        with_database bench tests/bench/run.py ${SIZE:+--size "$SIZE"} ${ONLY:+--only "$ONLY"}
        ;;
    probe)
        get_test_tools
        # shellcheck disable=SC2086 # words of a command line
        with_database probe tests/probe/run.py ${PROBE:-}
        ;;
    i18n)
        mapfile -t names < <(our_addons)
        write_conf "$ODOO_HOME/test.conf"
        "$ODOO_PYTHON" "$HERE/i18n.py" --config "$ODOO_HOME/test.conf" \
            --database "$(our_template addons)" "${names[@]}"
        ;;
    wheels) build_wheels ;;
    *)
        sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 2
        ;;
esac
