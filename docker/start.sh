#!/bin/bash
# Run as root to read the database password, then as `odoo` for everything else.
set -euo pipefail

PGPASSWORD=$(cat "$DB_PASSWORD_FILE")
export PGPASSWORD PGHOST=$DB_HOST PGUSER=$DB_USER HOME=/var/lib/odoo
chown odoo:odoo /var/lib/dibao-keys /var/lib/odoo
exec setpriv --reuid=odoo --regid=odoo --init-groups -- "$@"
