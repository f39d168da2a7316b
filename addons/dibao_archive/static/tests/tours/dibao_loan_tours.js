import { registry } from "@web/core/registry";

/** What the clerk at the desk does from the request to the return. */
const DESK = {
    request: [
        {
            content: "From the volume to a loan of it",
            trigger: ".o_form_view button[name='action_lend']",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='line_ids'] .o_data_row:contains(东一户卷)",
        },
        {
            trigger: ".o_form_view button[name='action_request']",
            run: "click",
        },
        { trigger: ".o_arrow_button_current:contains(Requested)" },
        {
            content: "Who asks does not approve",
            trigger: ".o_form_view:not(:has(button[name='action_approve']))",
        },
    ],
    handOut: [
        {
            trigger: ".o_data_row:contains(Approved) [name='name']",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name='action_hand_out']",
            run: "click",
        },
        { trigger: ".o_arrow_button_current:contains(Out)" },
    ],
    takeBack: [
        {
            trigger: ".o_data_row:contains(Out) [name='name']",
            run: "click",
        },
        {
            trigger: ".o_form_view button[name='action_take_back']",
            run: "click",
        },
        { trigger: ".o_arrow_button_current:contains(Returned)" },
    ],
};
const MOST_CLICKS = 6;
const clicks = Object.values(DESK)
    .flat()
    .filter((step) => step.run === "click").length;

for (const [name, steps] of Object.entries(DESK)) {
    registry.category("web_tour.tours").add(`dibao_loan_${name}`, {
        steps: () => [
            ...steps,
            {
                trigger: "body",
                run() {
                    if (clicks > MOST_CLICKS) {
                        throw new Error(`${clicks} clicks from request to return`);
                    }
                },
            },
        ],
    });
}

registry.category("web_tour.tours").add("dibao_loan_scan", {
    steps: () => [
        {
            trigger: "button[data-menu-xmlid='dibao_archive.menu_archives']",
            run: "click",
        },
        {
            trigger: "a[data-menu-xmlid='dibao_archive.menu_scan_return']",
            run: "click",
        },
        {
            content: "The cursor stands in the field; what nobody knows is told",
            trigger: ".modal .o_dibao_scan input:focus",
            run: "edit A1-0000000000000 && press Enter",
        },
        { trigger: ".modal .alert:contains(A1-0000000000000)" },
        {
            content: "The field is free again at once",
            trigger: ".modal .o_dibao_scan input:value(/^$/)",
            run: "edit J019－ZT・2026-001 && press Enter",
        },
        {
            trigger:
                ".modal .o_field_widget[name='line_ids'] .o_data_row:contains(东一户卷):contains(Intact)",
        },
        {
            trigger: ".modal button[name='action_apply']:contains(Take back)",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
    ],
});
