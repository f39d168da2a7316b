import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("dibao_dashboard_tour", {
    steps: () => [
        {
            content: "the county's charts are there",
            trigger: ".o_dibao_place:contains(示例县)",
        },
        { trigger: "[data-chart='trend'] canvas" },
        { trigger: "[data-tile='persons'] .h4:contains(3)" },
        {
            content: "one click down",
            trigger: ".o_dibao_down",
            run: "click",
        },
        { trigger: ".o-dropdown-item:contains(西镇)", run: "click" },
        { trigger: ".o_dibao_place:contains(西镇)" },
        {
            content: "and up again",
            trigger: ".o_dibao_up:contains(示例县)",
            run: "click",
        },
        { trigger: ".o_dibao_place:contains(示例县)" },
        {
            content: "to the official table of the same place and month",
            trigger: ".o_dibao_to_table",
            run: "click",
        },
        { trigger: ".o_dibao_checks.alert-success" },
        {
            content: "a cell leads to its households",
            trigger: "tr.fw-bold [data-cell='persons']",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row" },
        {
            content: "back to the same table",
            trigger: ".o_back_button",
            run: "click",
        },
        { trigger: "tr.fw-bold [data-cell='persons']:contains(3)" },
        {
            content: "another table",
            trigger: ".o_dibao_layout",
            run: "select quarterly",
        },
        { trigger: ".o_dibao_checks.alert-success" },
        {
            content: "a line leads to its rows, too",
            trigger: "td [data-cell='value']:contains(2)",
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row" },
    ],
});
