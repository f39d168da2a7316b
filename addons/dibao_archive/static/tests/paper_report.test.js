import { describe, expect, test } from "@odoo/hoot";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { download } from "@web/core/network/download";
import { WebClient } from "@web/webclient/webclient";

defineMailModels();
describe.current.tags("desktop");

const ACTION = {
    type: "ir.actions.report",
    report_type: "qweb-pdf",
    report_name: "dibao_archive.household_sheet",
    context: { active_ids: [4, 5] },
};

async function print(action) {
    patchWithCleanup(download, {
        _download: ({ url, data }) => {
            const [path, type] = JSON.parse(data.data);
            expect.step(`${url} ${path} ${type}`);
            return Promise.resolve();
        },
    });
    onRpc("/report/check_wkhtmltopdf", () => {
        expect.step("engine asked for");
        return "ok";
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction(action);
}

test("a paper of the office does not ask for the platform's engine", async () => {
    await print({ ...ACTION, dibao_weasyprint: true });
    expect.verifySteps([
        "/report/download /report/pdf/dibao_archive.household_sheet/4,5 qweb-pdf",
    ]);
});

test("other reports go their way", async () => {
    await print({ ...ACTION, report_name: "other.report" });
    expect.verifySteps([
        "engine asked for",
        "/report/download /report/pdf/other.report/4,5 qweb-pdf",
    ]);
});
