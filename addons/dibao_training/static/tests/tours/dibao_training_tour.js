import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("dibao_training_tour", {
    steps: () => [
        {
            content: "Plan a course",
            trigger:
                ".o_kanban_view .o-kanban-button-new, .o_control_panel .o-kanban-button-new",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=name] input",
            run: "edit Tour course",
        },
        {
            trigger: ".o_field_widget[name=planned_on] input",
            // ISO is understood in every language
            run: "edit 2024-01-15 && press Enter",
        },
        {
            trigger: ".o_field_widget[name=hours] input",
            run: "edit 6",
        },
        ...stepUtils.saveForm(),
        {
            content: "On the plan",
            trigger: "button[name=action_plan]",
            run: "click",
        },
        {
            content: "It took place",
            trigger: "button[name=action_hold]",
            run: "click",
        },
        {
            content: "Book the hours of a participant",
            trigger: ".o_notebook .nav-link[name=credits]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=credit_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "The ledger is added to, entry by entry, in a form of its own",
            trigger: ".modal .o_field_widget[name=employee_id] input",
            run: "edit 周测试",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(周测试)",
            run: "click",
        },
        {
            content: "The hours of the course are proposed",
            trigger: ".modal .o_field_widget[name=hours] input:value(6.00)",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=credit_ids] .o_data_row:contains(周测试)",
        },
        ...stepUtils.saveForm(),
        {
            trigger: "button[name=action_view_credits]:contains(6)",
        },
    ],
});
