# shellcheck shell=bash
# Chinese fonts for PDF and pictures, without installing anything.

chinese_fonts() { have fc-list && [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -1)" ]; }

get_fonts() {
    local fonts=${XDG_DATA_HOME:-$HOME/.local/share}/fonts
    chinese_fonts && return
    [ ! -e "$fonts/odoo-noto-cjk" ] || have fc-list || return 0
    have apt-get || {
        say "no Chinese fonts and no apt: PDFs will show boxes"
        return
    }
    say "download fonts-noto-cjk"
    apt_private
    apt_fetch fonts-noto-cjk
    apt_private_done
    mkdir -p "$fonts"
    ln -sfn "$ODOO_HOME/root/usr/share/fonts/opentype/noto" "$fonts/odoo-noto-cjk"
    ! have fc-cache || fc-cache
}
