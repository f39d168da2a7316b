import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("dibao_exchange_feed_tour", {
    steps: () => [
        {
            content: "The delivery of the funeral office",
            trigger: ".o_list_view td[name=source_id]",
            run: "click",
        },
        {
            content: "Read it",
            trigger: ".o_form_view button.btn-primary[name=action_read]",
            run: "click",
        },
        {
            content: "It is being read, and the file is no longer to be changed",
            trigger:
                ".o_statusbar_status button[data-value=reading][aria-checked=true]",
        },
    ],
});

registry.category("web_tour.tours").add("dibao_exchange_close_tour", {
    steps: () => [
        {
            content: "The work list tells in a sentence what was found",
            trigger: ".o_list_view td[name=sentence]:contains(示例欣)",
            run: "click",
        },
        {
            content: "The leads of this household",
            trigger: ".o_list_view td[name=rule_id]:contains(A01)",
            run: "click",
        },
        {
            content: "What was found, and where from",
            trigger: ".o_form_view .o_field_widget[name=evidence]:contains(2)",
        },
        {
            content: "Close with evidence",
            trigger: ".o_form_view button[name=action_close]",
            run: "click",
        },
        {
            content: "It was in order",
            trigger: ".modal .o_field_widget[name=outcome] input[data-value=explained]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit 已入户核实，本人健在",
        },
        {
            trigger: ".modal footer button[name=action_close]",
            run: "click",
        },
        {
            content: "It is closed, with what was found out",
            trigger: ".o_statusbar_status button[data-value=closed][aria-checked=true]",
        },
    ],
});
