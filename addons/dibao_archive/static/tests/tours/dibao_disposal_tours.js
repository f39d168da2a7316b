import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const tours = registry.category("web_tour.tours");

/** Waits for the step a list is at. */
function atStep(label) {
    return {
        content: `The list is at the step ${label}`,
        trigger: `.o_statusbar_status .o_arrow_button_current:contains(${label})`,
    };
}

/** Chooses a record by what is typed, in a field with suggestions. */
function choose(field, text) {
    return [
        {
            trigger: `.o_field_widget[name='${field}'] input`,
            run: `edit ${text}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:contains(${text})`,
            run: "click",
        },
    ];
}

const openList = [
    {
        content: "The only list under way",
        trigger: ".o_data_row:contains(XH) [name='name']",
        run: "click",
    },
    { trigger: ".o_form_view .o_statusbar_status" },
];

/** Presses a button of the form, and fills in what the step asks for. */
function sign(button, fill) {
    return [
        { trigger: `button[name='${button}']`, run: "click" },
        { trigger: ".modal .o_form_view" },
        ...fill,
        { trigger: ".modal button[name='action_apply']", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ];
}

const note = (text) => ({
    trigger: ".modal .o_field_widget[name='note']:visible input",
    run: `edit ${text}`,
});
const compared = {
    content: "Say that list and archives were compared",
    trigger: ".modal .o_field_widget[name='compared'] input",
    run: "click",
};

tours.add("dibao_disposal_propose", {
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            trigger: ".o_app[data-menu-xmlid='dibao_archive.menu_dibao_root']",
            run: "click",
        },
        {
            trigger: "button[data-menu-xmlid='dibao_archive.menu_archives']",
            run: "click",
        },
        {
            trigger: "a[data-menu-xmlid='dibao_archive.menu_volume_due']",
            run: "click",
        },
        {
            content: "What is due comes first; a household that receives is not here",
            trigger: ".o_searchview_facet:contains(Due)",
        },
        {
            trigger: ".o_data_row:contains(J019) .o_list_record_selector input",
            run: "click",
        },
        { trigger: "button[name='action_appraise']", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name='line_ids'] .o_data_row" },
        { trigger: ".nav-link[name='report']", run: "click" },
        ...choose("leader_id", "confirmer_d"),
        ...choose("archive_member_ids", "archivist_d"),
        ...choose("forming_member_ids", "officer_d"),
        {
            trigger: ".o_field_widget[name='report'] textarea",
            run: "edit All are due; nothing of lasting value was found",
        },
        {
            trigger: ".o_field_widget[name='opinion'] textarea",
            run: "edit Due, to be destroyed",
        },
        { trigger: "button[name='action_appraise']", run: "click" },
        atStep("Appraisal done"),
        { trigger: "button[name='action_freeze']", run: "click" },
        atStep("List frozen"),
        {
            content: "The list has its number",
            trigger: ".o_field_widget[name='display_name']:contains(XH)",
        },
    ],
});

tours.add("dibao_disposal_approve", {
    steps: () => [
        ...openList,
        ...sign("action_approve", [note("2026-77")]),
        atStep("Approved"),
        {
            content: "Whoever approved does not carry it out",
            trigger: ".o_form_view:not(:has(button[name='action_execute']))",
        },
    ],
});

tours.add("dibao_disposal_check_first", {
    steps: () => [
        ...openList,
        ...sign("action_check_before", [note("Paper mill, pulped"), compared]),
        atStep("Approved"),
    ],
});

tours.add("dibao_disposal_check_second", {
    steps: () => [
        ...openList,
        ...sign("action_check_before", [compared]),
        atStep("Checked before"),
    ],
});

tours.add("dibao_disposal_execute", {
    steps: () => [
        ...openList,
        { trigger: "button[name='action_execute']", run: "click" },
        {
            content: "It asks once more",
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "The work goes on in the background",
            trigger: ".o_form_view [name='progress']",
        },
    ],
});

tours.add("dibao_disposal_sign", {
    steps: () => [
        ...openList,
        ...sign("action_sign_after", [compared]),
        { trigger: ".nav-link[name='signatures']", run: "click" },
        { trigger: ".o_field_widget[name='backups_lapse_on']:visible" },
    ],
});

tours.add("dibao_disposal_close", {
    steps: () => [
        ...openList,
        { trigger: "button[name='action_close']", run: "click" },
        // Three papers are drawn and filed meanwhile.
        { ...atStep("Ended"), timeout: 60000 },
    ],
});
