# shellcheck shell=bash
# What tests need from the machine beside Odoo: a browser, PDF tools, fonts, readers of
# scans and of codes, a malware scanner.

chromium_present() { have google-chrome || have chromium || have chromium-browser; }

missing_for_tests() {
    chromium_present || echo chromium
    have pdftotext || echo poppler-utils
    have fc-list || echo fontconfig
    have xmllint || echo libxml2-utils
    # The daemon is started by the tests alone, with signatures of their own.
    have clamd || echo clamav-daemon
    tesseract --list-langs 2>/dev/null | grep -q chi_sim ||
        echo tesseract-ocr tesseract-ocr-chi-sim
    "$ODOO_HOME/venv/bin/python" -c 'import pyzbar.pyzbar' >/dev/null 2>&1 ||
        echo libzbar0
    chinese_fonts || echo fonts-noto-cjk
    "$ODOO_HOME/venv/bin/python" -c 'import weasyprint' >/dev/null 2>&1 ||
        echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    [ "${1:-}" != office ] || have soffice || echo libreoffice-calc-nogui
    [ "${1:-}" != county_day ] || have faketime || echo faketime
}

get_test_tools() { # get_test_tools [office|county_day]
    local -a packages
    read -ra packages < <(missing_for_tests "${1:-}" | tr '\n' ' ') || true
    [ ${#packages[@]} -eq 0 ] || install_packages "${packages[@]}"
    local left
    left=$(missing_for_tests "${1:-}" | tr '\n' ' ')
    [ -z "$left" ] || die "installed, and yet not to be found: $left"
}
