import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("dibao_review_tour", {
    steps: () => [
        {
            content: "A case for the household",
            trigger: ".o_form_view .o_field_widget[name=household_id] input",
            run: "edit TOUR",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(TOUR)",
            run: "click",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The next act is told",
            trigger: ".alert [name=hint]:contains(/./)",
        },
        {
            content: "Accept: the clock starts",
            trigger: "button.btn-primary[name=action_accept]",
            run: "click",
        },
        {
            content: "The case has its number",
            trigger: ".o_field_widget[name=number]:contains(/^C\\d{4}-\\d{6}$/)",
        },
        {
            content: "One next act: the investigation",
            trigger: "button.btn-primary[name=action_investigate]",
            run: "click",
        },
        {
            content: "The clerk cannot post the notice, and nothing else is offered",
            trigger:
                ".o_statusbar_status button[data-value=investigation][aria-checked=true]",
        },
        {
            trigger: ".o_form_statusbar button.btn-primary[name=action_new_visit]",
        },
    ],
});
