import { describe, expect, test } from "@odoo/hoot";
import { unload } from "@odoo/hoot-dom";
import { animationFrame, Deferred, mockSendBeacon } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

class Household extends models.Model {
    name = fields.Char();
    revision = fields.Integer();
    line_ids = fields.One2many({ relation: "line", relation_field: "household_id" });
    _records = [{ id: 1, name: "Wang", revision: 7, line_ids: [1] }];
}

class Line extends models.Model {
    name = fields.Char();
    household_id = fields.Many2one({ relation: "household" });
    _records = [{ id: 1, name: "first", household_id: 1 }];
}

defineMailModels();
defineModels([Household, Line]);
describe.current.tags("desktop");

const NAME = ".o_field_widget[name='name'] input";
const REFUSED = makeServerError({
    message: "Li changed this record",
    context: { dibao_revision: true },
});

async function mountHousehold(resId = 1) {
    await mountView({
        type: "form",
        resModel: "household",
        resId,
        arch: `<form js_class="dibao_revision_form">
            <field name="name"/>
            <field name="revision" invisible="1"/>
            <field name="line_ids">
                <list editable="bottom"><field name="name"/></list>
            </field>
        </form>`,
    });
}

test("a change is sent with the revision that was read", async () => {
    onRpc("web_save", ({ args }) => {
        expect.step(JSON.stringify(args[1]));
    });
    await mountHousehold();
    await contains(NAME).edit("Wang Wu");
    await clickSave();
    expect.verifySteps([JSON.stringify({ name: "Wang Wu", revision: 7 })]);
});

test("a changed line is sent with the revision of its household", async () => {
    onRpc("web_save", ({ args }) => {
        expect.step(JSON.stringify(args[1]));
    });
    await mountHousehold();
    await contains(".o_data_row [name='name']").click();
    await contains(".o_selected_row [name='name'] input").edit("second", {
        confirm: "blur",
    });
    await clickSave();
    expect.verifySteps([
        JSON.stringify({ line_ids: [[1, 1, { name: "second" }]], revision: 7 }),
    ]);
});

test("a tab that closes sends the revision too", async () => {
    const sent = new Deferred();
    mockSendBeacon((_route, blob) => {
        blob.text().then((text) => {
            expect(JSON.parse(text).params.args).toEqual([
                [1],
                { name: "Wang Wu", revision: 7 },
            ]);
            sent.resolve();
        });
        return true;
    });
    await mountHousehold();
    await contains(NAME).edit("Wang Wu", { confirm: false });
    await unload();
    await sent;
});

test("who opens and leaves without a change sends nothing", async () => {
    mockSendBeacon(() => {
        expect.step("sent");
        return true;
    });
    await mountHousehold();
    await unload();
    expect.verifySteps([]);
});

test("a refused save keeps what was typed, and loads again on demand", async () => {
    let refuse = true;
    onRpc("web_save", () => {
        if (refuse) {
            throw REFUSED;
        }
    });
    onRpc("web_read", () => {
        expect.step("read");
    });
    await mountHousehold();
    expect.verifySteps(["read"]);
    await contains(NAME).edit("mine");
    await clickSave();
    expect(".modal-body").toHaveText("Li changed this record");
    await contains(".modal-footer .btn-secondary").click();
    expect(NAME).toHaveValue("mine");
    await clickSave();
    await contains(".modal-footer .btn-primary").click();
    await animationFrame();
    expect.verifySteps(["read"]);
    expect(".modal").toHaveCount(0);
    expect(NAME).toHaveValue("Wang");
    refuse = false;
    await contains(NAME).edit("mine again");
    await clickSave();
    expect(".modal").toHaveCount(0);
});

test("other errors are shown as ever", async () => {
    expect.errors(1);
    onRpc("web_save", () => {
        throw makeServerError({ message: "Something else" });
    });
    await mountHousehold();
    await contains(NAME).edit("mine");
    await clickSave();
    await animationFrame();
    expect.verifyErrors(["Something else"]);
    expect(NAME).toHaveValue("mine");
});
