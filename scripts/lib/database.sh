# shellcheck shell=bash
# Databases made from templates: the core modules once, our add-ons once a version.

database_exists() {
    psql -Atd postgres -c "SELECT 1 FROM pg_database WHERE datname = '$1'" | grep -q 1
}

drop_database() {
    dropdb --if-exists --force "$1" 2>/dev/null || true
    rm -rf "${DATA:?}/filestore/$1"
}

drop_template() { # and what is left where its making was broken off
    drop_database "$1"
    drop_database "${1}_part"
}

copy_database() { # the filestore too: without it asset bundles come back empty
    drop_database "$2"
    createdb -T "$1" "$2"
    mkdir -p "$DATA/filestore"
    [ ! -d "$DATA/filestore/$1" ] || cp -al "$DATA/filestore/$1" "$DATA/filestore/$2"
}

# Names of what this checkout made, so that `make clean` can drop it again.
record_database() {
    grep -qxF "$1" "$ODOO_HOME/databases" 2>/dev/null || echo "$1" >>"$ODOO_HOME/databases"
}

template_ready() { database_exists "$1" && [ -d "$DATA/filestore/$1" ]; }

# build_template NAME FUNCTION [ARGUMENTS]: the function fills the database it is
# given last; only a finished one gets its name.
build_template() {
    local name=$1 part=${1}_part
    shift
    drop_template "$name"
    record_database "$name"
    "$@" "$part"
    psql -qd postgres -c "ALTER DATABASE \"$part\" RENAME TO \"$name\""
    mkdir -p "$DATA/filestore/$part"
    mv "$DATA/filestore/$part" "$DATA/filestore/$name"
}

# Modules of others that ours depend on, directly or through each other.
core_modules() { # core_modules ADDON...
    "$ODOO_PYTHON" - "$ADDONS" "$@" <<'PY'
import ast, pathlib, sys
root, *todo = sys.argv[1:]
seen, core = set(), set()
while todo:
    addon = todo.pop()
    manifest = pathlib.Path(root, addon, "__manifest__.py")
    if addon in seen:
        continue
    seen.add(addon)
    if manifest.exists():
        todo += ast.literal_eval(manifest.read_text())["depends"]
    else:
        core.add(addon)
print(",".join(sorted(core)))
PY
}

fill_core() { # fill_core MODULES DATABASE
    createdb "$2"
    psql -qd "$2" -c 'CREATE EXTENSION IF NOT EXISTS pg_trgm' >/dev/null 2>&1 || true
    install_into "$2" core -i "$1" --load-language=zh_CN --log-level=error
}

install_into() { # install_into DATABASE KIND OPTIONS...: what it says goes to a file
    local db=$1 log=$ODOO_HOME/install-$2.log
    shift 2
    server -d "$db" --skip-auto-install "$@" >"$log" 2>&1 || {
        tail -60 "$log" >&2
        die "the installation failed: $log"
    }
}

feed_shell() { # feed_shell DATABASE SCRIPT
    "$ODOO_BIN" shell -d "$1" --addons-path="$ADDONS" --data-dir="$DATA" \
        --log-level=error --no-http <"$2"
}

core_template() { # prints the name; modules come as one word with commas
    local name modules=${1:-base}
    name=dibao_core_$(digest "$("$ODOO_BIN" --version 2>/dev/null) $modules $DATA")
    if ! template_ready "$name"; then
        say "template of $modules"
        build_template "$name" fill_core "$modules" >&2
    fi
    echo "$name"
}

digest() { printf '%s' "$*" | sha1sum | cut -c1-10; }

addons_digest() { # changes when something changes that an installation would read
    (cd "$ADDONS" && find . -type f \
        \( ! -path './*/tests/*' -o -path '*/static/tests/*' \) |
        grep -vE '\.pyc$|/readme/|\.rst$' | sort | xargs -d '\n' sha1sum) |
        sha1sum | cut -c1-10
}

fill_addons() { # fill_addons CORE_TEMPLATE ADDONS DATABASE
    copy_database "$1" "$3"
    install_into "$3" addons -i "$2" --log-level=warn
    feed_shell "$3" "$ROOT/scripts/assets.py"
}

# With demo data of our own add-ons only: the core's invents another company.
fill_demo() { # fill_demo CORE_TEMPLATE ADDONS DATABASE
    copy_database "$1" "$3"
    psql -qd "$3" -c "UPDATE ir_module_module SET demo = true WHERE state = 'installed'"
    install_into "$3" demo -i "$2" --with-demo --log-level=warn
    local failed
    failed=$(psql -Atd "$3" -c "SELECT name FROM ir_module_module
        WHERE name = ANY(string_to_array('$2', ',')) AND NOT demo")
    # Odoo installs without a word more than a warning when demo data fail.
    if [ -n "$failed" ]; then
        tail -40 "$ODOO_HOME/install-demo.log" >&2
        die "demo data failed: $failed"
    fi
    feed_shell "$3" "$ROOT/scripts/demo_users.py"
    feed_shell "$3" "$ROOT/scripts/assets.py"
}

# An office that runs other apps, with data; the core modules ours build on are its
# own.  No Chinese: that must not be taken for granted.
fill_office() { # fill_office MODULES SEED DATABASE
    createdb "$3"
    server -d "$3" -i "$1" --log-level=error >"$ODOO_HOME/install-office.log" 2>&1 || {
        tail -60 "$ODOO_HOME/install-office.log" >&2
        die "the installation failed: $1"
    }
    # It greets each new user with a task that stays when the user goes.
    write_conf "$ODOO_HOME/office.conf"
    "$ODOO_BIN" module uninstall -c "$ODOO_HOME/office.conf" -d "$3" project_todo
    feed_shell "$3" "$2"
}

office_template() { # office_template MODULES SEED: prints the name
    local name
    name=dibao_office_$(digest "$("$ODOO_BIN" --version 2>/dev/null) $1 $DATA $(cat "$2")
        $(declare -f fill_office)")
    if ! template_ready "$name"; then
        say "template of an office with $1"
        build_template "$name" fill_office "$1" "$2" >&2
    fi
    echo "$name"
}

# our_template KIND [ADDON...]: prints the name of a database with these add-ons of
# ours (all, when none is named), installed by fill_KIND.
our_template() {
    local kind=$1 core name lock
    shift
    local -a names=("$@")
    [ $# -gt 0 ] || mapfile -t names < <(our_addons)
    exec {lock}>"$ODOO_HOME/template.lock"
    flock "$lock"
    core=$(core_template "$(core_modules "${names[@]}")")
    name=dibao_${kind}_$(digest "$core ${names[*]} $(addons_digest)")
    if ! template_ready "$name"; then
        forget_old_templates
        say "install $(joined "${names[@]}") ($kind)"
        build_template "$name" "fill_$kind" "$core" "$(joined "${names[@]}")" >&2
        cp "$ODOO_HOME/install-$kind.log" "$ODOO_HOME/install-$name.log"
    fi
    echo "$name"
}

forget_old_templates() { # of our add-ons; the newest few stay for other branches
    local name
    { grep -E '^dibao_(addons|demo)_' "$ODOO_HOME/databases" || true; } | head -n -4 |
        while read -r name; do
            drop_template "$name"
            sed -i "/^$name\$/d" "$ODOO_HOME/databases"
            rm -f "$ODOO_HOME/install-$name.log"
        done
}

drop_recorded_databases() {
    local name
    [ -f "$ODOO_HOME/databases" ] || return 0
    while read -r name; do drop_template "$name"; done <"$ODOO_HOME/databases"
    rm -f "$ODOO_HOME/databases"
}
