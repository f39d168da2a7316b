import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";

/**
 * Which place, which month, which class: one click up, one click down.
 *
 * `shown` is what the server answered (place, months, scopes, urban_rural); `onChange`
 * gets what is to be asked for next.
 */
export class PlaceBar extends Component {
    static template = "dibao_review.PlaceBar";
    static components = { Dropdown, DropdownItem };
    static props = {
        shown: Object,
        onChange: Function,
        slots: { type: Object, optional: true },
    };

    monthLabel(month) {
        return month.slice(0, 7);
    }
}
