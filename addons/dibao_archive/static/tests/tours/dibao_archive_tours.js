import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const HEAD = "990101198001019916";
const CHILD = "990101202005059834";
const ROW = ".o_field_widget[name='live_member_ids'] .o_selected_row";

/** Types one member by keyboard alone: the cursor stands in the name already. */
function typeMember(name, number, relation) {
    return [
        {
            content: "The cursor stands in the name",
            trigger: `${ROW} [name='name'] input:focus`,
            run: `edit ${name} && press Tab`,
        },
        {
            content: "Tab leads to the number",
            trigger: `${ROW} [name='id_number'] input:focus`,
            run: `edit ${number} && press Tab`,
        },
        {
            content: "The number tells the sex; Tab leads to the relation",
            trigger: `${ROW}:has([name='sex']:contains(Male)) [name='relation_id'] input:focus`,
            run: `edit ${relation}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:contains(${relation})`,
        },
        {
            trigger: `${ROW} [name='relation_id'] input:focus`,
            run: "press Enter",
        },
        {
            content: "Enter has taken the relation",
            trigger: "body:not(:has(.o-autocomplete--dropdown-menu))",
        },
    ];
}

const openHouseholds = [
    stepUtils.showAppsMenuItem(),
    {
        trigger: ".o_app[data-menu-xmlid='dibao_archive.menu_dibao_root']",
        run: "click",
    },
    { trigger: ".o_list_view .o_searchview:not(:has(.o_facet_value))" },
];

registry.category("web_tour.tours").add("dibao_clerk_household", {
    url: "/odoo",
    steps: () => [
        ...openHouseholds,
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name='division_id'] input",
            run: "edit 东一村",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(东一村)",
            run: "click",
        },
        {
            content: "Begin the first member without the mouse",
            trigger:
                ".o_field_widget[name='live_member_ids'] .o_field_x2many_list_row_add a",
            async run({ press }) {
                this.anchor.focus();
                await press("Enter");
            },
        },
        ...typeMember("龙大川", HEAD, "Head"),
        {
            content: "Enter in the row begins the next one",
            trigger: `${ROW} [name='relation_id'] input:focus`,
            run: "press Enter",
        },
        ...typeMember("龙小溪", CHILD, "Only son"),
        ...stepUtils.saveForm(),
        {
            content: "Head and number are the title",
            trigger: ".o_form_view .oe_title:contains(龙大川):contains(H20)",
        },
        {
            content: "The numbers are masked from now on",
            trigger: ".o_data_row [name='id_number']:contains(9901**************)",
        },
        {
            trigger: `.o_form_view:not(:contains(${HEAD}))`,
        },
        {
            trigger: ".o_dibao_figures:contains(2):contains(/)",
        },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        {
            content: "Search by the initials of the child",
            trigger: ".o_list_view .o_searchview_input",
            run: "edit lxx",
        },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:first",
            run: "click",
        },
        { trigger: ".o_facet_value:contains(lxx)" },
        {
            trigger: ".o_data_row:only-child:contains(龙大川)",
        },
        { trigger: ".o_facet_remove", run: "click" },
        {
            content: "Search by the whole number",
            trigger: ".o_searchview_input",
            run: `edit ${CHILD}`,
        },
        {
            trigger:
                ".o_searchview_autocomplete .o-dropdown-item:contains(Whole ID number)",
            run: "click",
        },
        { trigger: `.o_facet_value:contains(${CHILD})` },
        {
            trigger: ".o_data_row:contains(龙大川) [name='number']",
            run: "click",
        },
        {
            content: "The clear value needs a purpose; the eye comes with the pointer",
            trigger: ".o_data_row:contains(龙小溪) [name='id_number']",
            run() {
                this.anchor.querySelector(".o_dibao_reveal").click();
            },
        },
        { trigger: "#dibao_purpose", run: "select correction" },
        { trigger: "#dibao_reference", run: "edit D-2026-1" },
        { trigger: ".o_dibao_show", run: "click" },
        {
            trigger: `.o_dibao_clear:contains(${CHILD})`,
        },
        { trigger: ".modal-footer .btn-secondary", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});

registry.category("web_tour.tours").add("dibao_officer_oversight", {
    url: "/odoo",
    steps: () => [
        ...openHouseholds,
        {
            content: "The division panel: the whole county, then one township",
            trigger: ".o_search_panel_category_value header:contains(西镇)",
            run: "click",
        },
        { trigger: ".o_data_row:contains(西一户)" },
        { trigger: ".o_list_view:not(:contains(东一户))" },
        {
            trigger: "button[data-menu-xmlid='dibao_archive.menu_registry']",
            run: "click",
        },
        {
            trigger: "a[data-menu-xmlid='dibao_archive.menu_duplicate']",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(东一户) [name='entered_name']",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name='conclusion'] textarea",
            run: "edit Moved to the west on 1 May, both offices agree",
        },
        { trigger: "button[name='action_moved']", run: "click" },
        {
            trigger:
                ".o_statusbar_status .o_arrow_button_current:contains(Person moved)",
        },
        {
            content: "A concluded lead offers no act any more",
            trigger: ".o_form_view:not(:has(button[name='action_confirm']))",
        },
    ],
});
