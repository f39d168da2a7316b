import { describe, expect, test } from "@odoo/hoot";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { user } from "@web/core/user";

const MASK = "9901**************";
const NUMBER = "990101196001010019";

class Person extends models.Model {
    name = fields.Char();
    id_number = fields.Char({ string: "ID number" });
    household_id = fields.Many2one({ relation: "household" });
    _records = [{ id: 1, name: "Zhang", id_number: MASK, household_id: 1 }];
}

class Household extends models.Model {
    note = fields.Char();
    line_ids = fields.One2many({ relation: "person", relation_field: "household_id" });
    _records = [{ id: 1, note: "", line_ids: [1] }];
}

defineMailModels();
defineModels([Person, Household]);
describe.current.tags("desktop");

const INPUT = ".o_field_widget[name='id_number'] input";

/** Mount the form of the one person; `saved` collects what each save sends. */
async function mountPerson({ mayReveal = false, readonly = false } = {}) {
    const saved = [];
    patchWithCleanup(user, {
        hasGroup: async (group) => group === "dibao_archive.group_reveal" && mayReveal,
    });
    onRpc("web_save", ({ args }) => {
        saved.push(args[1]);
    });
    await mountView({
        type: "form",
        resModel: "person",
        resId: 1,
        arch: `<form edit="${readonly ? 0 : 1}">
            <field name="name"/>
            <field name="id_number" widget="dibao_sealed"/>
        </form>`,
    });
    return saved;
}

test("the mask is a hint, never the content of the input", async () => {
    await mountPerson();
    expect(INPUT).toHaveValue("");
    expect(INPUT).toHaveAttribute("placeholder", MASK);
});

test("who only reads sees the mask", async () => {
    await mountPerson({ readonly: true });
    expect(".o_field_widget[name='id_number']").toHaveText(MASK);
    expect(INPUT).toHaveCount(0);
});

test("saving another field does not send the mask", async () => {
    const saved = await mountPerson();
    await contains(".o_field_widget[name='name'] input").edit("Zhang San");
    await clickSave();
    expect(saved).toEqual([{ name: "Zhang San" }]);
});

test("an input filled and emptied again keeps what is stored", async () => {
    const saved = await mountPerson();
    await contains(INPUT).edit(NUMBER);
    await contains(INPUT).edit("");
    expect(INPUT).toHaveAttribute("placeholder", MASK);
    await contains(".o_field_widget[name='name'] input").edit("Zhang San");
    await clickSave();
    expect(saved).toEqual([{ name: "Zhang San" }]);
});

test("a whole value is sent as it was typed", async () => {
    const saved = await mountPerson();
    await contains(INPUT).edit(` ${NUMBER} `);
    await clickSave();
    expect(saved).toEqual([{ id_number: NUMBER }]);
});

test("erasing sends that there is none", async () => {
    const saved = await mountPerson();
    await contains(".o_dibao_erase").click();
    await clickSave();
    expect(saved).toEqual([{ id_number: false }]);
});

test("the eye is there for those who may use it", async () => {
    await mountPerson();
    expect(".o_dibao_reveal").toHaveCount(0);
});

test("a clear value needs a purpose, is asked for once and hidden again", async () => {
    onRpc("person", "dibao_reveal", ({ args, kwargs }) => {
        expect.step(JSON.stringify([...args, kwargs.reference]));
        return NUMBER;
    });
    await mountPerson({ mayReveal: true });
    await contains(".o_dibao_reveal").click();
    await contains("#dibao_purpose").select("other");
    expect(".o_dibao_show").not.toBeEnabled();
    await contains("#dibao_reference").edit("D-2026-7");
    expect(".o_dibao_show").toBeEnabled();
    expect(".o_dibao_clear").toHaveCount(0);
    await contains(".o_dibao_show").click();
    expect.verifySteps([JSON.stringify([[1], "id_number", "other", "D-2026-7"])]);
    expect(".o_dibao_clear").toHaveText(NUMBER);
    await advanceTime(60000);
    await animationFrame();
    expect(".o_dibao_clear").toHaveCount(0);
    expect(".modal").toHaveCount(0);
});

test("a refused reveal shows nothing and can be tried again", async () => {
    expect.errors(1);
    onRpc("person", "dibao_reveal", () => {
        throw new Error("refused");
    });
    await mountPerson({ mayReveal: true });
    await contains(".o_dibao_reveal").click();
    await contains(".o_dibao_show").click();
    expect.verifyErrors(["refused"]);
    expect(".o_dibao_clear").toHaveCount(0);
});

test("a number typed in a line survives the onchange and is saved", async () => {
    const saved = [];
    // The server strips protected values from what an onchange returns.
    Person._onChanges = {
        id_number(record) {
            delete record.id_number;
            record.name = "Li";
        },
    };
    onRpc("household", "web_save", ({ args }) => {
        saved.push(args[1].line_ids);
    });
    await mountView({
        type: "form",
        resModel: "household",
        resId: 1,
        arch: `<form>
            <field name="line_ids">
                <list editable="bottom">
                    <field name="name"/>
                    <field name="id_number" widget="dibao_sealed"/>
                </list>
            </field>
        </form>`,
    });
    expect(".o_data_row:first [name='id_number']").toHaveText(MASK);
    await contains(".o_field_x2many_list_row_add a").click();
    await contains(`.o_selected_row ${INPUT}`).edit(NUMBER, { confirm: "blur" });
    await clickSave();
    expect(saved.length).toBe(1);
    expect(saved[0].length).toBe(1);
    const [command, , values] = saved[0][0];
    expect(command).toBe(0);
    expect(values.name).toBe("Li");
    expect(values.id_number).toBe(NUMBER);
});

test("changing another cell of a line does not send its mask", async () => {
    const saved = [];
    onRpc("household", "web_save", ({ args }) => {
        saved.push(args[1].line_ids);
    });
    await mountView({
        type: "form",
        resModel: "household",
        resId: 1,
        arch: `<form>
            <field name="line_ids">
                <list editable="bottom">
                    <field name="name"/>
                    <field name="id_number" widget="dibao_sealed"/>
                </list>
            </field>
        </form>`,
    });
    await contains(".o_data_row:first [name='name']").click();
    await contains(".o_selected_row [name='name'] input").edit("Zhang San", {
        confirm: "blur",
    });
    await clickSave();
    expect(saved).toEqual([[[1, 1, { name: "Zhang San" }]]]);
});
