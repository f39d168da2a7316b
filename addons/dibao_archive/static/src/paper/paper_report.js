import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/** Papers drawn by WeasyPrint are downloaded without asking for the platform's engine,
 *  which may be missing or of a build that cannot draw them. */
async function downloadPaper(action, _options, env) {
    if (!action.dibao_weasyprint || action.report_type !== "qweb-pdf") {
        return false;
    }
    const context = { ...user.context, ...action.context };
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                context: JSON.stringify(context),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("dibao_paper", downloadPaper);
