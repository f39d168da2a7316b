import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

/** The desk from the application to the list for the bank: one part for each person. */

// By the form: where there are many buttons, the bar of stages folds.
const PIXEL =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const reached = (stage) => ({
    content: `It is at ${stage}`,
    trigger: `.o_form_view:has(.o_statusbar_status button[data-value=${stage}][aria-checked=true])`,
});
const press = (name, where = ".o_form_view") => ({
    content: `Press ${name}`,
    trigger: `${where} button[name=${name}]:enabled`,
    run: "click",
});
const write = (name, text, where = ".o_form_view") => ({
    content: `Write ${name}`,
    trigger: `${where} .o_field_widget[name=${name}] :is(textarea, input)`,
    run: `edit ${text}`,
});
const tick = (name, value, where = ".o_form_view") => ({
    content: `Choose ${value}`,
    trigger: `${where} .o_field_widget[name=${name}] input[data-value=${value}]`,
    run: "click",
});
const pick = (name, text, where = ".o_form_view") => [
    { trigger: `${where} .o_field_widget[name=${name}] input`, run: `edit ${text}` },
    {
        trigger: `.o-autocomplete--dropdown-item a:contains(${text})`,
        run: "click",
    },
];
const page = (name) => ({
    trigger: `.o_notebook .nav-link[name=${name}]`,
    run: "click",
});
const back = () => ({ trigger: ".o_breadcrumb .breadcrumb-item a:last", run: "click" });
const agree = () => ({ trigger: ".modal footer .btn-primary", run: "click" });
const done = () => reached("done");
const inRow = (list, text) => ({
    trigger: `.o_field_widget[name=${list}] .o_data_row${text}`,
});

/** What the clerk and a second person find out, from the case and back to it. */
const findOut = () => [
    content("Each grown-up signs", press("action_list_signers")),
    {
        trigger:
            ".o_field_widget[name=authorisation_ids] .o_data_row button[name=action_done]",
        run: "click",
    },
    inRow("authorisation_ids", ":not(:has(button[name=action_done]))"),
    press("action_new_visit"),
    content("Two people visit a home", {
        trigger: ".o_form_view .o_field_widget[name=visitor_ids] input",
        run: "edit r_reviewer",
    }),
    {
        trigger: ".o-autocomplete--dropdown-item:contains(r_reviewer)",
        run: "click",
    },
    write("finding", "住房一间，家具简单，与申报一致。"),
    tick("verdict", "agrees"),
    press("action_done"),
    done(),
    back(),
    press("action_new_check"),
    press("action_request"),
    { trigger: ".o_form_view button[name=action_done]" },
    content("The report comes back", write("report_number", "核〔2026〕1号")),
    tick("result", "clear"),
    press("action_done"),
    done(),
    back(),
];

function content(text, step) {
    return { ...step, content: text };
}

function tour(name, steps) {
    registry
        .category("web_tour.tours")
        .add(`dibao_case_${name}`, { steps: () => steps.flat(9) });
}

tour("take", [
    pick("household_id", "TOUR"),
    stepUtils.saveForm(),
    press("action_accept"),
    reached("accepted"),
    press("action_investigate"),
    reached("investigation"),
    findOut(),
]);

tour("appraise", [
    press("action_appraise"),
    reached("appraisal"),
    page("notice"),
    press("action_new_appraisal"),
    write("staff_count", "1"),
    write("committee_count", "2"),
    write("representative_count", "8"),
    write("votes_for", "10"),
    write("votes_against", "1"),
    write("minutes", "逐户评议，同意纳入。"),
    press("action_done"),
    done(),
    { trigger: ".o_field_widget[name=result]:contains(Passed)" },
    back(),
    content("The opinion follows the means test", press("action_opine_fits")),
    reached("opinion"),
    press("action_post_notice"),
    reached("notice"),
    content("Who prepared the case does not decide it", {
        trigger: ".o_form_statusbar:not(:has(button[name=action_confirm]))",
    }),
]);

tour("submit", [
    content("The notice has run its days", press("action_submit")),
    reached("county"),
]);

tour("meeting", [
    stepUtils.saveForm(),
    press("action_take_waiting"),
    content("The list, with the amount of each household", {
        trigger:
            ".o_field_widget[name=line_ids] .o_data_row:contains(TOUR):contains(660.00)",
    }),
    write("other_present", "示例县纪检组一人"),
    {
        trigger: ".o_field_widget[name=present_ids] input",
        run: "edit r_confirmer",
    },
    {
        trigger: ".o-autocomplete--dropdown-item:contains(r_confirmer)",
        run: "click",
    },
    page("minutes"),
    write("minutes", "逐户审议，同意。"),
    press("action_decide"),
    agree(),
    reached("done"),
]);

tour("compute", [
    stepUtils.saveForm(),
    press("action_compute"),
    { trigger: ".alert:contains(being computed)" },
]);

tour("approve", [
    {
        trigger: ".o_field_widget[name=total]:contains(660.00)",
    },
    press("action_approve"),
    {
        trigger: ".o_form_statusbar button[name=action_withdraw]",
    },
    content("One approval is not two", reached("checked")),
]);

tour("approve_second", [
    press("action_approve"),
    reached("approved"),
    press("action_lock"),
    reached("locked"),
]);

/** Somebody in the village objects; it is well-founded, and the case goes back. */
tour("object", [
    press("action_add_objection"),
    write("content", "邻居反映户主名下有出租房屋。", ".modal"),
    { trigger: ".modal .o_form_button_save", run: "click" },
    { trigger: "body:not(:has(.modal))" },
    page("notice"),
    {
        content: "It is told on the notice",
        trigger:
            ".o_field_widget[name=notice_ids] .o_data_row [name=objection_count]:contains(1)",
    },
    press("action_submit"),
    {
        content: "Nothing is handed up before it is settled",
        trigger: ".modal .modal-body:contains(not settled)",
    },
    agree(),
]);

tour("uphold", [
    {
        trigger: ".o_data_row:contains(TOUR) td[name=case_id]",
        run: "click",
    },
    write("answer", "经入户核实，出租属实，须重新核算。"),
    press("action_uphold"),
    {
        trigger: ".o_field_widget[name=outcome]:contains(Well-founded)",
    },
]);

tour("reopen", [
    page("notes"),
    write("reason", "示例：异议成立，重新调查"),
    press("action_reopen"),
    content("It is done: no longer offered", {
        trigger: ".o_form_view:not(:has(button[name=action_reopen]))",
    }),
    content("The opinion is to be given anew", {
        trigger: ".o_form_view button.btn-primary[name=action_opine_fits]",
    }),
]);

/** The head died: on the household, and as a case. */
tour("death", [
    {
        trigger:
            ".o_field_widget[name=live_member_ids] .o_data_row:contains(示例欣) button:has(.fa-sign-out)",
        run: "click",
    },
    {
        trigger: ".modal .o_field_widget[name=end_reason] .o_select_menu_toggler",
        run: "click",
    },
    { trigger: ".o_select_menu_item:contains(Died)", run: "click" },
    write("death_date", "2026-01-15", ".modal"),
    pick("new_head_id", "示例月", ".modal"),
    press("action_apply", ".modal"),
    { trigger: "body:not(:has(.modal))" },
    {
        content: "The next one is the head",
        trigger: ".o_form_view .oe_title:contains(示例月)",
    },
]);

tour("death_case", [
    pick("household_id", "TOUR"),
    {
        trigger: ".o_field_widget[name=kind] .o_select_menu_toggler",
        run: "click",
    },
    { trigger: ".o_select_menu_item:contains(Member change)", run: "click" },
    {
        trigger: ".o_field_widget[name=member_event] .o_select_menu_toggler",
        run: "click",
    },
    { trigger: ".o_select_menu_item:contains(Head died)", run: "click" },
    stepUtils.saveForm(),
    press("action_accept"),
    reached("accepted"),
]);

/** A whole village is re-verified: from the list of what is due to open cases. */
tour("recheck_village", [
    { trigger: ".o_group_header:contains(Re-verification)" },
    { trigger: ".o_data_row:contains(柳村):eq(11)" },
    { trigger: "thead .o_list_record_selector input", run: "click" },
    press("action_cases", ".o_control_panel"),
    {
        content: "Twelve cases, and nothing is due any more",
        trigger: ".o_kanban_view .o_kanban_group .o_kanban_record:eq(11)",
    },
]);

/** Above the standard: no notice in the village, a refusal with its reasons. */
tour("fails", [
    page("notes"),
    write("reason", "家庭人均收入高于当地低保标准"),
    press("action_opine_fails"),
    reached("opinion"),
    content("What is to be refused is not shown in the village", {
        trigger: ".o_form_statusbar:not(:has(button[name=action_post_notice]))",
    }),
    press("action_submit"),
    reached("county"),
]);

tour("refuse", [
    content("It cannot be confirmed", {
        trigger: ".o_form_statusbar:not(:has(button[name=action_confirm]))",
    }),
    press("action_refuse"),
    agree(),
    reached("refused"),
    page("papers"),
    inRow("paper_ids", ":contains(Refusal decision)"),
]);

tour("deliver", [
    press("action_deliver"),
    {
        trigger: ".o_field_widget[name=delivered_on]:contains(/./)",
    },
]);

/** On a telephone, in the household's kitchen: from the case to the filed form. */
tour("visit_phone", [
    press("action_new_visit"),
    {
        trigger: ".o_form_view .o_field_widget[name=other_visitor] input",
        run: "edit 柳村社会救助协理员",
    },
    tick("verdict", "agrees"),
    write("finding", "住房一间，家具简单，与申报一致。"),
    stepUtils.saveForm(),
    {
        content: "A photograph from the camera",
        trigger: ".o_dibao_camera input[type=file]:not(:visible)",
        run() {
            const bytes = Uint8Array.from(atob(PIXEL), (char) => char.charCodeAt(0));
            const files = new DataTransfer();
            files.items.add(new File([bytes], "IMG_1.png", { type: "image/png" }));
            this.anchor.files = files.files;
            this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
        },
    },
    { trigger: ".o_dibao_camera img" },
    {
        content: "It is listed as a card, not as a table",
        trigger:
            ".o_field_widget[name=photo_ids] .o_kanban_record:contains(Photograph)",
    },
    {
        content: "Nothing is wider than the telephone",
        trigger: ".o_form_view",
        run() {
            const width = document.documentElement.scrollWidth;
            if (width > window.innerWidth) {
                throw new Error(`${width} px wide on ${window.innerWidth}`);
            }
        },
    },
    press("action_done"),
    { trigger: ".o_form_view:not(:has(.o_dibao_camera button))" },
]);
