#!/bin/bash
# Make the database and install the add-ons: dibao-install [DATABASE] [LANGUAGE]
set -euo pipefail

exec /usr/local/bin/dibao-start odoo --database "${1:-dibao}" \
    --init dibao_archive,dibao_review,dibao_training \
    --load-language "${2:-zh_CN}" --no-http --stop-after-init
