import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    getService,
    makeMockEnv,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

import { chartConfig } from "@dibao_review/statistics/chart_card";

defineMailModels();
describe.current.tags("desktop");

const PLACE = {
    id: 1,
    name: "County",
    code: "990101000000",
    level: "county",
    parent: false,
    children: [{ id: 2, name: "East" }],
};

const SHOWN = {
    place: PLACE,
    month: "2026-10-01",
    month_label: "2026-10",
    months: ["2026-10-01", "2026-09-01"],
    scopes: [
        ["both", "Both"],
        ["urban", "Urban"],
        ["rural", "Rural"],
    ],
    urban_rural: "both",
    sees_small: true,
    few: false,
    tiles: [
        {
            key: "persons",
            label: "Persons",
            value: "311",
            unit: "",
            change: "1",
            direction: "up",
        },
    ],
    charts: [
        {
            key: "across",
            title: "Persons by place",
            type: "bar",
            kind: "count",
            labels: ["East", "West"],
            places: [2, 3],
            series: [{ label: "Persons", data: [200, 111] }],
            sentence: "Most of all East: 200.",
        },
    ],
};

const TABLE = {
    ...SHOWN,
    layout: "county",
    title: "Monthly county table",
    layouts: [
        ["county", "Monthly county table"],
        ["quarterly", "Quarterly form"],
    ],
    published: false,
    columns: [
        { code: "households", label: "Households", group: "Roll", kind: "count" },
        { code: "persons", label: "Persons", group: "Roll", kind: "count" },
        { code: "spending", label: "Spending", group: "Money", kind: "yuan" },
    ],
    rows: [
        {
            label: "East",
            division_id: 2,
            cells: { households: 1, persons: 2, spending: 1234.5 },
        },
        {
            label: "Total",
            division_id: 1,
            total: true,
            cells: { households: 1, persons: 2, spending: null },
        },
    ],
    checks: [
        { row: "East", text: "persons", left: 2, right: 3, holds: false },
        { row: "East", text: "money", left: 1, right: 1, holds: true },
    ],
    note: false,
    compared: [
        {
            name: "The month before",
            rows: [],
            movement: [
                {
                    what: "Persons",
                    kind: "count",
                    steps: [
                        { code: "last", label: "Last month", count: 1 },
                        { code: "came:new", label: "New", count: 1 },
                        { code: "now", label: "This month", count: 2 },
                    ],
                },
                {
                    what: "Spending",
                    kind: "yuan",
                    steps: [
                        { code: "last", label: "Last month", count: 1000 },
                        { code: "each", label: "Per person", count: 234.5 },
                        { code: "now", label: "This month", count: 1234.5 },
                    ],
                },
            ],
        },
    ],
};

/** A form of lines: what each number leads to comes with it. */
const LINES = {
    ...TABLE,
    layout: "quarterly",
    columns: [
        { code: "number", label: "Code", kind: "text" },
        { code: "value", label: "This period", kind: "number" },
        { code: "before", label: "A year before", kind: "number" },
        { code: "growth", label: "Growth", kind: "percent" },
    ],
    rows: [
        {
            label: "Persons",
            division_id: 1,
            indent: 1,
            cells: { number: 12, value: 4, before: null, growth: 8.4 },
            leads: {
                value: {
                    column: "persons",
                    urban_rural: "urban",
                    month: "2026-10-01",
                },
                before: { column: "persons", month: "2025-10-01" },
            },
        },
    ],
    compared: [],
    note: "Sums of the year lack 2026-01.",
};

/** Open one of the two screens; what the server is asked for is a step. */
async function openScreen(tag, method, shown) {
    onRpc("dibao.statistics", method, ({ kwargs }) => {
        const { context: _context, ...asked } = kwargs;
        expect.step(JSON.stringify(asked));
        return shown(asked);
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag });
    await animationFrame();
}

test("the dashboard shows tiles, charts and what stands out", async () => {
    await openScreen("dibao_dashboard", "dashboard", () => SHOWN);
    expect.verifySteps([JSON.stringify({})]);
    expect(".o_dibao_place").toHaveText("County");
    expect("[data-tile='persons'] .h4").toHaveText("311");
    expect("[data-tile='persons'] .fa-caret-up").toHaveCount(1);
    expect("[data-chart='across'] canvas").toHaveCount(1);
    expect("[data-chart='across'] .o_dibao_sentence").toHaveText(
        "Most of all East: 200.",
    );
    expect(".o_dibao_up").toHaveCount(0);
});

test("one click goes down to a place, one goes up again", async () => {
    const below = {
        ...SHOWN,
        place: { ...PLACE, id: 2, name: "East", parent: { id: 1, name: "County" } },
    };
    await openScreen("dibao_dashboard", "dashboard", ({ division_id }) =>
        division_id === 2 ? below : SHOWN,
    );
    await contains(".o_dibao_down").click();
    await contains(".o-dropdown-item").click();
    expect(".o_dibao_place").toHaveText("East");
    await contains(".o_dibao_up").click();
    expect(".o_dibao_place").toHaveText("County");
    await contains(".o_dibao_scope_urban").click();
    expect.verifySteps([
        JSON.stringify({}),
        JSON.stringify({ division_id: 2 }),
        JSON.stringify({ division_id: 1 }),
        JSON.stringify({ division_id: 1, urban_rural: "urban" }),
    ]);
});

test("before the first frozen month there is a hint and no chart", async () => {
    const nothing = { ...SHOWN, month: false, months: [], tiles: [], charts: [] };
    await openScreen("dibao_dashboard", "dashboard", () => nothing);
    expect.verifySteps([JSON.stringify({})]);
    expect(".o_nocontent_help").toHaveCount(1);
    expect(".o_dibao_chart").toHaveCount(0);
});

test("a chart without figures has its sentence alone", async () => {
    const chart = { ...SHOWN.charts[0], series: [{ label: "Persons", data: [0, 0] }] };
    await openScreen("dibao_dashboard", "dashboard", () => ({
        ...SHOWN,
        charts: [chart],
    }));
    expect.verifySteps([JSON.stringify({})]);
    expect("[data-chart='across'] canvas").toHaveCount(0);
    expect("[data-chart='across'] .o_dibao_sentence").toHaveCount(1);
});

test("what Chart.js is told", async () => {
    await makeMockEnv();
    const config = chartConfig({
        ...SHOWN.charts[0],
        horizontal: true,
        mirrored: true,
        stacked: true,
        series: [
            { label: "Men", data: [-3, -4], marked: [1] },
            { label: "Women", data: [3, 4] },
        ],
    });
    expect(config.options.indexAxis).toBe("y");
    expect(config.options.scales.x.stacked).toBe(true);
    expect(config.options.scales.x.ticks.callback(-4)).toBe("4");
    const [men] = config.data.datasets;
    expect(men.backgroundColor[0] === men.backgroundColor[1]).toBe(false);
});

test("the official table: headings, totals, hidden cells, checks", async () => {
    await openScreen("dibao_official_table", "official_table", () => TABLE);
    expect.verifySteps([JSON.stringify({ layout: "county" })]);
    expect(queryAllTexts("thead tr:first-child th")).toEqual([
        "Place",
        "Roll",
        "Money",
    ]);
    expect(queryAllTexts("tbody tr.fw-bold:first td").slice(0, 3)).toEqual([
        "1",
        "2",
        "—",
    ]);
    expect("[data-cell='spending']").toHaveText("1,234.50");
    expect(".o_dibao_checks").toHaveClass("alert-danger");
    expect(".o_dibao_checks li").toHaveCount(1);
    await contains(".o_dibao_checks button").click();
    expect(".o_dibao_checks li").toHaveCount(2);
    expect(queryAllTexts(".o_dibao_movement td")).toEqual([
        "Last month",
        "1",
        "New",
        "+1",
        "This month",
        "2",
        "Last month",
        "1,000.00",
        "Per person",
        "+234.50",
        "This month",
        "1,234.50",
    ]);
    expect(".o_dibao_note").toHaveCount(0);
});

test("a line leads to the rows of its number, and has no class to choose", async () => {
    onRpc("dibao.statistics", "official_cell", ({ kwargs }) => {
        expect.step([kwargs.column, kwargs.urban_rural, kwargs.month].join());
        return { type: "ir.actions.client", tag: "display_notification", params: {} };
    });
    await openScreen("dibao_official_table", "official_table", () => LINES);
    expect(".o_dibao_note").toHaveText("Sums of the year lack 2026-01.");
    expect(".o_dibao_scope_urban").toHaveCount(0);
    expect(queryAllTexts("tbody td")).toEqual(["12", "4", "—", "8.4"]);
    expect("tbody td a").toHaveCount(1);
    expect("tbody th a").toHaveCount(0);
    await contains("[data-cell='value']").click();
    expect.verifySteps([
        JSON.stringify({ layout: "county" }),
        "persons,urban,2026-10-01",
    ]);
});

test("a cell leads to its rows", async () => {
    onRpc("dibao.statistics", "official_cell", ({ kwargs }) => {
        const { context: _context, ...asked } = kwargs;
        expect.step(JSON.stringify(asked));
        return { type: "ir.actions.client", tag: "display_notification", params: {} };
    });
    await openScreen("dibao_official_table", "official_table", () => TABLE);
    await contains("[data-cell='persons']:first").click();
    expect.verifySteps([
        JSON.stringify({ layout: "county" }),
        JSON.stringify({
            division_id: 2,
            month: "2026-10-01",
            column: "persons",
            urban_rural: "both",
            published: false,
            only_here: false,
        }),
    ]);
});

test("another table, as published", async () => {
    await openScreen("dibao_official_table", "official_table", () => TABLE);
    await contains(".o_dibao_layout").select("quarterly");
    await contains("#dibao_published").click();
    expect.verifySteps([
        JSON.stringify({ layout: "county" }),
        JSON.stringify({ layout: "quarterly" }),
        JSON.stringify({ layout: "quarterly", published: true }),
    ]);
    expect(".o_dibao_book").toHaveAttribute(
        "href",
        "/dibao/statistics/table.xlsx?layout=county&division=1&month=2026-10-01&scope=both&published=",
    );
});
