import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("dibao_disclosure_prepare_tour", {
    steps: () => [
        {
            content: "A new month is disclosed",
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "The texts of how to apply and where to ask are there",
            trigger: ".o_form_view .o_field_widget[name=hotline] input",
            run: "edit 12345",
        },
        {
            content: "Reckon what may be shown",
            trigger: "button[name=action_prepare]",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button[data-value=prepared][aria-checked=true]",
        },
        {
            content: "It is seen as everybody will see it",
            trigger: ".o_notebook_headers a[name=shown]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=preview] :iframe td:contains(东镇)",
        },
    ],
});

registry.category("web_tour.tours").add("dibao_disclosure_publish_tour", {
    steps: () => [
        {
            content: "What waits for a second person",
            trigger: ".o_list_view .o_data_row td[name=month]",
            run: "click",
        },
        {
            content: "Publish it",
            trigger: "button[name=action_publish]",
            run: "click",
        },
        {
            content: "It asks once more",
            trigger: ".modal footer .btn-primary",
            run: "click",
        },
        {
            trigger:
                ".o_statusbar_status button[data-value=published][aria-checked=true]",
        },
        { trigger: "button[name=action_open_page]" },
    ],
});
