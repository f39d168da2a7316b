# shellcheck shell=bash
# One check: a name, a time, a verdict; what it said is shown when it fails.

RESULTS=${RESULTS:-$ODOO_HOME/results}
STEPS=$RESULTS/steps.tsv

start_checks() {
    rm -rf "$RESULTS"
    mkdir -p "$RESULTS"
    : >"$STEPS"
}

check() { # check NAME COMMAND...; returns 0 all the same, the summary judges
    local name=$1 start=$SECONDS code=0 log
    shift
    log=$RESULTS/${name// /-}.log
    # In the background, so that `set -e` holds inside and `exit` ends only the check.
    (
        set -e
        "$@"
    ) >"$log" 2>&1 </dev/null &
    wait $! || code=$?
    CHECK_CODE=$code
    printf '%s\t%s\t%s\n' "$name" $((SECONDS - start)) "$code" >>"$STEPS"
    if [ "$code" = 0 ]; then
        say "ok      $name"
    else
        say "FAILED  $name"
        tail -60 "$log" >&2
    fi
}

last_check_passed() { [ "$CHECK_CODE" = 0 ]; }

# check_once NAME 'GLOB...' COMMAND...: not again until one of the files changes.
check_once() {
    local name=$1 globs=$2 stamp
    shift 2
    stamp=$ODOO_HOME/lint/passed/${name// /-}
    mkdir -p "$(dirname "$stamp")"
    local state
    state=$(files_state "$globs" "$*")
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$state" ]; then
        printf '%s\t0\t0\n' "$name" >>"$STEPS"
        say "ok      $name (unchanged)"
        return
    fi
    check "$name" "$@"
    if last_check_passed; then
        echo "$state" >"$stamp"
    else
        rm -f "$stamp"
    fi
}

tracked() { # files of git's, and those it does not know yet, by glob
    local -a globs
    read -ra globs <<<"$1"
    (cd "$ROOT" && git ls-files -co --exclude-standard -- "${globs[@]}" | sort -u |
        while read -r file; do [ ! -f "$file" ] || echo "$file"; done)
}

files_state() {
    (cd "$ROOT" && tracked "$1 requirements/lint.lock package.json" | xargs -d '\n' sha1sum
        echo "$2") | sha1sum
}
