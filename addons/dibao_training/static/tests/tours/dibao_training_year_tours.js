import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

registry.category("web_tour.tours").add("dibao_plan_year", {
    steps: () => [
        {
            content: "The dashboard knows that there is no plan yet",
            trigger: ".o_dibao_board li:contains(No plan for this year yet)",
        },
        {
            trigger: ".o_dibao_board button:contains(All plans)",
            run: "click",
        },
        {
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=budget] input",
            run: "edit 8000",
        },
        {
            content: "Three lectures",
            trigger: ".o_field_widget[name=target_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=target_ids] [name=kind] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Expert lecture)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=target_ids] [name=courses] input",
            run: "edit 3",
        },
        ...stepUtils.saveForm(),
        {
            trigger: "button[name=action_approve]",
            run: "click",
        },
        {
            content: "In force, and filed",
            trigger: ".o_arrow_button_current:contains(In force)",
        },
        {
            trigger: ".o_field_widget[name=item_id]:contains(Training plan)",
        },
    ],
});

registry.category("web_tour.tours").add("dibao_hold", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains(Tour session)",
            run: "click",
        },
        {
            trigger: "button[name=action_dibao_register]",
            run: "click",
        },
        {
            content: "Who lacks hours is proposed",
            trigger: ".modal button[name=action_propose]",
            run: "click",
        },
        {
            trigger: ".modal .o_data_row:contains(甲测试)",
        },
        {
            trigger: ".modal .o_data_row:contains(乙测试)",
        },
        {
            trigger: ".modal button[name=action_register]",
            run: "click",
        },
        {
            content: "One of them is here",
            trigger:
                ".o_field_widget[name=registration_ids] .o_data_row:contains(甲测试) button[name=action_set_done]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=registration_ids] .o_data_row:contains(甲测试):contains(Attended)",
        },
        {
            trigger: "button[name=action_dibao_close]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Closed: the list is filed, the hours are booked",
            trigger: ".o_field_widget[name=dibao_sheet_item_id]:contains(Tour session)",
        },
        {
            trigger: "button[name=action_dibao_credits]:contains(8)",
        },
    ],
});
