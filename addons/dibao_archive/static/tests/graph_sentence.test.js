import { describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
} from "@web/../tests/web_test_helpers";

class Household extends models.Model {
    village = fields.Char({ string: "Village" });
    allowance = fields.Float({ string: "Allowance", aggregator: "sum" });
    _records = [
        { id: 1, village: "East", allowance: 1000 },
        { id: 2, village: "East", allowance: 500 },
        { id: 3, village: "West", allowance: 500 },
    ];
}

defineMailModels();
defineModels([Household]);
describe.current.tags("desktop");

const mountGraph = (extra = {}) =>
    mountView({
        type: "graph",
        resModel: "household",
        arch: `<graph js_class="dibao_graph" string="Allowance by village" sample="1">
            <field name="village"/>
            <field name="allowance" type="measure"/>
        </graph>`,
        ...extra,
    });

test("the chart says what it shows and what stands out", async () => {
    await mountGraph();
    expect(".o_dibao_sentence h5").toHaveText("Allowance by village");
    expect(".o_dibao_sentence p").toHaveText(
        "Most: East, 1,500 of 2,000 (75 percent).",
    );
});

test("nothing stands out in one bar, in a line, or in sample data", async () => {
    await mountGraph({ domain: [["village", "=", "West"]] });
    expect(".o_dibao_sentence p").toHaveText("");
});

test("a line is a course, not a share", async () => {
    await mountGraph();
    await contains(".o_graph_button[data-mode='line']").click();
    expect(".o_dibao_sentence p").toHaveText("");
});

test("sample data has no sentence", async () => {
    await mountGraph({ domain: [["village", "=", "Nowhere"]] });
    expect(".o_dibao_sentence").toHaveCount(0);
});
