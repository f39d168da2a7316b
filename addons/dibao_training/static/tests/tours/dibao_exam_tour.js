import { registry } from "@web/core/registry";

const FILE = ".o_form_view .o_statusbar_buttons button[name=action_file]";

/** One page of the exam: the right answer carries a mark in the test. */
function page(topic, last) {
    return [
        {
            content: `Answer on ${topic}`,
            trigger: `.o_survey_form:has(.o_survey_title:contains(${topic})) .js_question-wrapper label:contains(✓)`,
            run: "click",
        },
        {
            trigger: `.o_survey_form:has(.o_survey_title:contains(${topic})) button[type=submit][value=${last ? "finish" : "next"}]:not(.disabled)`,
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("dibao_exam_pass", {
    steps: () => [
        { content: "File without certificate", trigger: FILE, run: "click" },
        {
            content: "What is missing is said, with a button to what helps",
            trigger:
                ".modal:contains(低保档案岗位合格证) .modal-footer button.btn-primary",
            run: "click",
        },
        {
            content: "Take a seat in the next session that helps",
            trigger:
                ".modal .o_field_widget[name=session_ids] button[name=action_book]",
            run: "click",
        },
        {
            content: "Registered",
            trigger: ".modal .o_field_widget[name=session_ids] .badge:contains(已报名)",
        },
        {
            content: "The exam is set",
            trigger:
                ".modal .o_field_widget[name=line_ids] button[name=action_take_exam]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Begin",
            trigger: ".o_survey_start button[value=start]:not(.disabled)",
            run: "click",
        },
        ...page("办理程序"),
        ...page("档案法规"),
        ...page("整理、编号"),
        ...page("个人信息保护", true),
        {
            content: "Hand in",
            trigger: ".modal .modal-footer button.btn-primary",
            run: "click",
        },
        { content: "Passed", trigger: ".o_survey_finished" },
    ],
});

registry.category("web_tour.tours").add("dibao_duty_allowed", {
    steps: () => [
        { content: "File with certificate", trigger: FILE, run: "click" },
        {
            content: "Filed",
            trigger: ".o_form_view .o_arrow_button_current[data-value=filed]",
        },
    ],
});

registry.category("web_tour.tours").add("dibao_duty_lapsed", {
    steps: () => [
        { content: "File after the lapse", trigger: FILE, run: "click" },
        {
            content: "Refused: the last certificate has ended",
            trigger: ".modal:contains(上一份已于) .modal-footer button.btn-secondary",
            run: "click",
        },
        {
            content: "Still a draft",
            trigger: ".o_form_view .o_arrow_button_current[data-value=draft]",
        },
    ],
});
