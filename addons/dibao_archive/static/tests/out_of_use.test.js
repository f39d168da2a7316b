import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Household extends models.Model {
    _name = "dibao.household";
    name = fields.Char();
    active = fields.Boolean({ default: true });
    _records = [{ id: 1, name: "Wang", active: true }];
}

class Other extends models.Model {
    _name = "other";
    name = fields.Char();
    active = fields.Boolean({ default: true });
    _records = [{ id: 1, name: "Other", active: true }];
}

defineMailModels();
defineModels([Household, Other]);
describe.current.tags("desktop");

async function openMenu(resModel) {
    onRpc("has_group", () => true);
    await mountView({
        type: "form",
        resModel,
        resId: 1,
        actionMenus: {},
        arch: `<form><field name="name"/><field name="active" invisible="1"/></form>`,
    });
    await contains(".o_cp_action_menus .dropdown-toggle").click();
    return queryAllTexts(".o-dropdown--menu .o_menu_item");
}

test("a record of these add-ons is put out of use, not archived", async () => {
    const items = await openMenu("dibao.household");
    expect(items).toInclude("Put out of use");
    expect(items).not.toInclude("Archive");
    await contains(".o-dropdown--menu .o_menu_item:contains(Put out of use)").click();
    expect(".modal-body").toHaveText(/Nothing is deleted, and no paper is filed/);
    expect(".modal-footer .btn-primary").toHaveText("Put out of use");
});

test("records of other applications are archived as ever", async () => {
    const items = await openMenu("other");
    expect(items).toInclude("Archive");
    expect(items).not.toInclude("Put out of use");
});

test("the same in a list", async () => {
    onRpc("has_group", () => true);
    await mountView({
        type: "list",
        resModel: "dibao.household",
        actionMenus: {},
        arch: `<list><field name="name"/></list>`,
    });
    await contains(".o_data_row .o_list_record_selector input").click();
    await contains(".o_cp_action_menus .dropdown-toggle").click();
    const items = queryAllTexts(".o-dropdown--menu .o_menu_item");
    expect(items).toInclude("Put out of use");
    expect(items).toInclude("Bring back into use");
    expect(items).not.toInclude("Archive");
});
