#!/usr/bin/env bash
# Every check and test, or one part of them.
#
#   test.sh                      all: lint, tests of each add-on and of all together,
#                                translations, demo data
#   ADDON=dibao_review test.sh   one add-on, installed without those it does not need
#   TAGS='household and not tour' test.sh     pytest's -k expression: words of file,
#                                class and test names; neither lint nor translations
#   TAGS=matrix | office | planted_county | county_day | wheels test.sh    the tests of
#                                tests/NAME; all but wheels run only when asked for
#   WORKERS=4                    parallel test processes (default: 2)
#   PYTEST_ADDOPTS=…             pytest's own variable works too
#
# A skipped test fails the run: Odoo skips browser and PDF tests without a word.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$HERE/bootstrap.sh"
for part in common python apt fonts system database checks; do
    # shellcheck disable=SC1090
    . "$HERE/lib/$part.sh"
done
load_env
ADDON=${ADDON:-} TAGS=${TAGS:-} WORKERS=${WORKERS:-2}
# shellcheck disable=SC2153
[ -z "$ADDON" ] || [ -f "$ADDONS/$ADDON/__manifest__.py" ] || die "no add-on $ADDON"

run_pytest() { # run_pytest DATABASE ARGUMENTS...
    local db=$1 code=0
    shift
    write_conf "$ODOO_HOME/test.conf" "screenshots = $RESULTS/screenshots"
    say "pytest $*"
    (cd "$ROOT" && DIBAO_CONF=$ODOO_HOME/test.conf "$ODOO_PYTHON" -m pytest -q \
        -p no:cacheprovider --junitxml="$RESULTS/junit.xml" \
        --odoo-config="$ODOO_HOME/test.conf" --odoo-database="$db" --odoo-http "$@") || code=$?
    # 1: tests failed, which the summary tells; all else is no result at all.
    [ "$code" -le 1 ] || check "pytest came to an end" sh -c "exit $code"
}

install_is_quiet() { # a warning during installation is a fault in a file of ours
    ! grep -E ' (WARNING|ERROR|CRITICAL) ' "$ODOO_HOME/install-$1.log"
}

i18n_current() {
    "$ODOO_PYTHON" "$HERE/i18n.py" --check --config "$ODOO_HOME/test.conf" --database "$@"
}

on_a_copy() { # on_a_copy TEMPLATE FUNCTION ARGUMENTS...: $db names the copy
    local template=$1
    shift
    db=dibao_test_$$
    trap 'drop_database "$db"' EXIT
    copy_database "$template" "$db"
    "$@"
}

part_run() { # one add-on, or all of them
    # The long ones first, so that no worker sits idle at the end.
    local -a names paths=(tests tests/wheels addons)
    mapfile -t names < <(our_addons)
    if [ -n "$ADDON" ]; then names=("$ADDON") paths=("addons/$ADDON"); fi
    # Each needs one processor: side by side.
    local lint=
    if [ -z "$TAGS" ]; then
        "$HERE/lint.sh" steps &
        lint=$!
    fi
    DIBAO_CORE=$(core_template "$(core_modules "${names[@]}")")
    export DIBAO_CORE
    local template
    check "installation" our_template addons "${names[@]}"
    [ -z "$lint" ] || wait "$lint"
    last_check_passed || return 0
    template=$(our_template addons "${names[@]}")
    [ -n "$TAGS" ] || check "installs without a warning" install_is_quiet "$template"
    on_a_copy "$template" run_pytest "dibao_test_$$" -n "$WORKERS" --dist loadscope \
        --no-loadscope-reorder \
        ${TAGS:+-k "$TAGS"} "${paths[@]}"
    local demo=
    if [ -z "$TAGS$ADDON" ]; then
        check "demo data" our_template demo &
        demo=$!
    fi
    [ -n "$TAGS" ] || check "translations" i18n_current "$template" "${names[@]}"
    [ -z "$demo" ] || wait "$demo"
}

start_checks
case $TAGS in
    office | county_day)
        get_test_tools "$TAGS"
        on_a_copy "$(our_template addons)" run_pytest "dibao_test_$$" "tests/$TAGS"
        ;;
    planted_county)
        get_test_tools
        # and what the county sees of it in a browser
        on_a_copy "$(our_template addons)" run_pytest "dibao_test_$$" \
            tests/planted_county \
            addons/dibao_review/tests/test_{exchange,statistics,disclosure}_tour.py
        ;;
    matrix | wheels)
        mapfile -t names < <(our_addons)
        core=$(core_modules "${names[@]}")
        DIBAO_CORE=$(core_template "$core")
        [ "$TAGS" = wheels ] || DIBAO_OFFICE=$(office_template \
            "contacts,crm,hr,project,$core" "$ROOT/tests/matrix/neighbours.py")
        export DIBAO_CORE DIBAO_OFFICE
        on_a_copy "$DIBAO_CORE" run_pytest "dibao_test_$$" "tests/$TAGS"
        ;;
    *)
        get_test_tools
        part_run
        ;;
esac
"$ODOO_PYTHON" "$HERE/summary.py" "$RESULTS"
