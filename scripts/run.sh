#!/usr/bin/env bash
# Start the demo county, stop it, or take everything away.
#
#   run.sh [start|stop|clean]
#
# PORT=8069 and HOST=127.0.0.1 may be set, and DB=dibao. The first start fetches what
# is missing; later ones only upgrade the add-ons when they have changed.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for part in common python apt odoo fonts postgres database; do
    # shellcheck disable=SC1090
    . "$HERE/lib/$part.sh"
done
PORT=${PORT:-8069} HOST=${HOST:-127.0.0.1} DB=${DB:-dibao}
PIDFILE=$ODOO_HOME/run.pid LOG=$ODOO_HOME/run.log

server_pid() { # of the server this checkout started, if it still runs
    local pid
    [ -s "$PIDFILE" ] && pid=$(cat "$PIDFILE") &&
        tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF "$ODOO_HOME/run.conf" &&
        echo "$pid"
}

stop_server() {
    local pid i
    pid=$(server_pid) || return 0
    kill "$pid"
    for i in $(seq 100); do
        [ -d "/proc/$pid" ] || break
        sleep 0.1
        [ "$i" != 100 ] || kill -9 "$pid"
    done
    rm -f "$PIDFILE"
    say "server stopped"
}

prepare_database() {
    local state
    state=$(addons_digest)
    if ! database_exists "$DB"; then
        say "demo county: first start, about two minutes"
        copy_database "$(our_template demo)" "$DB"
        record_database "$DB"
    elif ! grep -qxF "$DB" "$ODOO_HOME/databases"; then
        die "a database $DB exists that is not of this checkout; choose: make run DB=name"
    elif [ "$state" != "$(cat "$ODOO_HOME/run-$DB.state" 2>/dev/null)" ]; then
        say "the add-ons have changed: upgrade"
        server -d "$DB" -u dibao_archive -i "$(our_addons | joined)" --log-level=warn
    fi
    echo "$state" >"$ODOO_HOME/run-$DB.state"
}

start_server() {
    local i pid
    ! port_taken || die "port $PORT is taken; choose another: make run PORT=8070"
    write_conf "$ODOO_HOME/run.conf" "db_name = $DB" "dbfilter = ^$DB\$" \
        "list_db = False" "http_port = $PORT"
    sed -i "s/^http_interface.*/http_interface = $HOST/; s/^max_cron.*/max_cron_threads = 1/" \
        "$ODOO_HOME/run.conf"
    setsid nohup "$ODOO_BIN" -c "$ODOO_HOME/run.conf" --logfile="$LOG" \
        </dev/null >>"$ODOO_HOME/run.out" 2>&1 &
    pid=$!
    echo "$pid" >"$PIDFILE"
    for i in $(seq 240); do
        answers && return
        [ -d "/proc/$pid" ] || break
        sleep 0.25
    done
    tail -30 "$LOG" >&2
    die "the server does not answer after $((i / 4)) s; its log: $LOG"
}

address() { echo "http://$([ "$HOST" = 0.0.0.0 ] && echo 127.0.0.1 || echo "$HOST"):$PORT"; }

port_taken() { (exec 3<>"/dev/tcp/${HOST/0.0.0.0/127.0.0.1}/$PORT") 2>/dev/null; }

answers() { # the login page, not only the port: it needs the registry and the assets
    "$ODOO_PYTHON" - "$(address)/web/login" 2>/dev/null <<'PY'
import sys, urllib.request
sys.exit(urllib.request.urlopen(sys.argv[1], timeout=30).status != 200)
PY
}

tell() {
    printf '\n  %s   (log: %s)\n\n' "$(address)/odoo" "$LOG"
    sed 's/^/  /' "$HERE/demo_logins.txt"
    printf '\n  make stop ends the server.\n'
}

case ${1:-start} in
    start)
        "$HERE/bootstrap.sh"
        load_env
        if pid=$(server_pid); then
            say "already running (process $pid); make stop ends it"
            PORT=$(sed -n 's/^http_port = //p' "$ODOO_HOME/run.conf")
        else
            prepare_database
            start_server
        fi
        tell
        ;;
    stop)
        stop_server
        stop_postgres
        ;;
    clean)
        stop_server
        if [ -s "$ODOO_HOME/env" ]; then
            load_env
            drop_recorded_databases
        fi
        "$HERE/bootstrap.sh" clean
        rm -rf "$ROOT/node_modules"
        ;;
    *)
        sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 2
        ;;
esac
