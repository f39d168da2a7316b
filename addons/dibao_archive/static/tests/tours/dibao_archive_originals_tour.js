import { registry } from "@web/core/registry";

/** Pages of an original: asked for with a purpose, turned by the keyboard. */
registry.category("web_tour.tours").add("dibao_archive_original_pages", {
    steps: () => [
        {
            content: "A case is named",
            trigger: "#dibao_pages_reference",
            run: "edit TOUR-1",
        },
        {
            content: "The first page is asked for",
            trigger: ".o_dibao_show",
            run: "click",
        },
        {
            content: "It is shown",
            trigger: ".o_dibao_pages img[src^='data:image/jpeg']",
        },
        {
            content: "The next page",
            trigger: ".o_dibao_next:enabled",
            run: "click",
        },
        {
            content: "Two of two",
            trigger: ".o_dibao_page_number:contains('2 / 2')",
        },
    ],
});

/** Files dropped into a batch arrive and are listed. */
registry.category("web_tour.tours").add("dibao_archive_upload", {
    steps: () => [
        {
            content: "A file is chosen",
            trigger: ".o_dibao_upload",
            run() {
                const transfer = new DataTransfer();
                const text = '<?xml version="1.0"?><a>x</a>';
                transfer.items.add(new File([text], "tour.xml"));
                const input = document.querySelector(".o_dibao_files");
                input.files = transfer.files;
                input.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "It has arrived",
            trigger: ".o_stat_text, .o_stat_info:contains('1')",
        },
        {
            content: "All is sent",
            trigger: ".o_dibao_upload:contains('1 / 1')",
        },
    ],
});
