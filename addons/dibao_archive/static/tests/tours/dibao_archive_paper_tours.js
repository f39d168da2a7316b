import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Chooses a record by what is typed, in a field with suggestions. */
function choose(field, text, within = "") {
    return [
        {
            trigger: `${within} .o_field_widget[name='${field}'] input`,
            run: `edit ${text}`,
        },
        {
            trigger: `.o-autocomplete--dropdown-item:contains(${text})`,
            run: "click",
        },
    ];
}

/** Puts a file into a hidden file input. */
function putFile(selector, name, content) {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], name));
    const input = document.querySelector(selector);
    input.files = transfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
}

function scan(text) {
    return {
        trigger: ".modal .o_dibao_scan input:value(/^$/)",
        run: `edit ${text} && press Enter`,
    };
}

/** Runs one of the acts in the menu with the wheel. */
function wheel(label) {
    return [
        {
            trigger: ".o_form_view .o_cp_action_menus .dropdown-toggle",
            run: "click",
        },
        { trigger: `.o-dropdown-item:contains(${label})`, run: "click" },
    ];
}

const atStep = (label) => ({
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${label})`,
});

// FILE A HOUSEHOLD, FROM COVER SHEET TO BOX

tours.add("dibao_paper_cover", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        ...choose("household_id", "张三", ".o_selected_row"),
        ...choose("kind_id", "测试证明", ".o_selected_row"),
        { trigger: ".o_list_button_save", run: "click" },
        {
            content: "It has its code, which the clerk did not choose",
            trigger: ".o_data_row [name='token']:contains(A1-)",
        },
    ],
});

tours.add("dibao_paper_scan", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        {
            trigger: ".o_field_widget[name='name'] input",
            run: "edit Pile of the morning",
        },
        ...choose("division_id", "东镇"),
        { trigger: ".o_form_button_save", run: "click" },
        {
            content: "What the scanner made is dropped here",
            trigger: ".o_dibao_upload",
            async run() {
                const answer = await fetch("/dibao_tour/pile.pdf");
                putFile(".o_dibao_files", "pile.pdf", await answer.blob());
            },
        },
        { trigger: ".o_dibao_upload:contains('1 / 1')" },
        { trigger: "button[name='action_run']", run: "click" },
        atStep("Working"),
    ],
});

tours.add("dibao_paper_file", {
    steps: () => [
        {
            content: "The paper lies in the volume of its household",
            trigger:
                ".o_field_widget[name='item_ids'] .o_data_row:contains(测试证明) [name='page_count']:contains(2)",
        },
        { trigger: "button[name='action_file']", run: "click" },
        {
            content: "Required papers are missing: somebody says why",
            trigger: ".modal .o_field_widget[name='reason'] input",
            run: "edit Lost in the flood of 2019",
        },
        { trigger: ".modal button[name='action_apply']", run: "click" },
        atStep("Filed"),
        {
            trigger: ".o_field_widget[name='reference_code']:contains(J019-ZY·DB·)",
        },
    ],
});

tours.add("dibao_paper_box", {
    steps: () => [
        {
            trigger: "button[data-menu-xmlid='dibao_archive.menu_archives']",
            run: "click",
        },
        {
            trigger: "a[data-menu-xmlid='dibao_archive.menu_scan_move']",
            run: "click",
        },
        {
            content: "First the box",
            ...scan("H-77"),
        },
        { trigger: ".modal .alert:contains(H-77)" },
        {
            content: "Then the volume, by the label on its cover",
            trigger: ".modal .o_dibao_scan input:value(/^$/)",
            async run(helpers) {
                const answer = await fetch("/dibao_tour/label.txt");
                await helpers.edit(await answer.text());
                await helpers.press("Enter");
            },
        },
        {
            trigger:
                ".modal .o_field_widget[name='line_ids'] .o_data_row:contains(张三)",
        },
        {
            trigger: ".modal button[name='action_apply']:contains(Move)",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
    ],
});

// INSPECT, FIX, TRANSFER

tours.add("dibao_paper_inspect", {
    steps: () => [
        ...wheel("Four-property inspection"),
        { trigger: "button[name='action_run']", run: "click" },
        {
            content: "It does not pass",
            trigger: ".o_form_view .oe_title .badge:contains(Does not pass)",
        },
        { trigger: ".nav-link[name='rules']", run: "click" },
        {
            content: "And says by its number what is wrong",
            trigger:
                ".o_field_widget[name='head_ids'] .o_data_row:contains(2-4):contains(Does not pass)",
        },
    ],
});

tours.add("dibao_paper_fix", {
    steps: () => [
        {
            trigger:
                ".o_field_widget[name='item_ids'] .o_data_row [name='responsible']",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name='responsible'] input",
            run: "edit 示例县民政局",
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name='item_ids'] .o_data_row [name='responsible']:contains(示例县民政局)",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
        ...wheel("Four-property inspection"),
        { trigger: "button[name='action_run']", run: "click" },
        {
            content: "Nothing blocks any more",
            trigger:
                ".o_form_view .oe_title .badge:not(:contains(Does not pass)):not(:empty)",
        },
    ],
});

tours.add("dibao_paper_prepare", {
    steps: () => [
        ...wheel("Prepare a transfer"),
        {
            trigger: ".o_field_widget[name='receiver'] input",
            run: "edit 示例县档案馆",
        },
        {
            trigger:
                ".o_field_widget[name='line_ids'] .o_data_row [name='opening_opinion']",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name='line_ids'] .o_selected_row [name='opening_opinion'] input",
            run: "edit 含个人信息，建议控制使用",
        },
        { trigger: "button[name='action_inspect']", run: "click" },
        atStep("Inspected"),
        {
            content: "Who prepared it does not approve it",
            trigger: ".o_form_view:not(:has(button[name='action_approve']))",
        },
    ],
});

const openTransfer = [
    { trigger: ".o_data_row:contains(示例县档案馆) [name='name']", run: "click" },
    { trigger: ".o_form_view .o_statusbar_status" },
];

tours.add("dibao_paper_approve", {
    steps: () => [
        ...openTransfer,
        { trigger: "button[name='action_approve']", run: "click" },
        atStep("Approved"),
    ],
});

tours.add("dibao_paper_pack", {
    steps: () => [
        ...openTransfer,
        { trigger: "button[name='action_pack']", run: "click" },
        {
            content: "The work goes on in the background",
            trigger: ".o_breadcrumb:contains(TRANS), .o_form_view [name='progress']",
        },
    ],
});

tours.add("dibao_paper_hand_over", {
    steps: () => [
        ...openTransfer,
        { trigger: ".nav-link[name='register']", run: "click" },
        ...["deliverer", "taker"].flatMap((side) => [
            {
                trigger: `.o_field_widget[name='${side}'] input`,
                run: "edit 示例经办人",
            },
            {
                content: "The sheet with its signature",
                trigger: `.o_field_widget[name='${side}_sheet'] input[type=file]:not(:visible)`,
                async run() {
                    const answer = await fetch("/dibao_tour/signed.pdf");
                    putFile(
                        `.o_field_widget[name='${side}_sheet'] input[type=file]`,
                        "signed.pdf",
                        await answer.blob(),
                    );
                },
            },
            {
                trigger: `.o_field_widget[name='${side}_sheet']:contains(signed.pdf), .o_field_widget[name='${side}_sheet'] input:value(signed.pdf)`,
            },
        ]),
        { trigger: "button[name='action_hand_over']", run: "click" },
        atStep("Handed over"),
    ],
});

tours.add("dibao_paper_close", {
    steps: () => [
        ...openTransfer,
        { trigger: ".nav-link[name='register']", run: "click" },
        {
            trigger: ".o_field_widget[name='register_number'] input",
            run: "edit 2026-001",
        },
        {
            content: "The receiver tells the digest it found",
            trigger: ".o_field_widget[name='told_sha256'] input",
            async run(helpers) {
                const shown = document.querySelector(".o_field_widget[name='sha256']");
                await helpers.edit(shown.textContent.trim());
            },
        },
        { trigger: "button[name='action_close']", run: "click" },
        atStep("Ended"),
    ],
});
