import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";

/** A chart that says in one sentence what it shows and what stands out. */
export class SentenceGraphRenderer extends GraphRenderer {
    static template = "dibao_archive.SentenceGraphRenderer";

    get title() {
        return this.model.metaData.title;
    }

    get sentence() {
        const { datasets, labels } = this.model.data;
        if (this.model.metaData.mode === "line" || labels.length < 2) {
            return "";
        }
        const sums = labels.map((_label, index) =>
            datasets.reduce((sum, dataset) => sum + (dataset.data[index] || 0), 0),
        );
        const all = sums.reduce((sum, value) => sum + value, 0);
        const most = Math.max(...sums);
        if (all <= 0 || sums.some((value) => value < 0)) {
            return "";
        }
        const whole = sums.every(Number.isInteger);
        const format = whole ? formatInteger : formatFloat;
        return _t("Most: %(label)s, %(most)s of %(all)s (%(share)s percent).", {
            label: labels[sums.indexOf(most)].toString(),
            most: format(most),
            all: format(all),
            share: Math.round((100 * most) / all),
        });
    }
}

registry.category("views").add("dibao_graph", {
    ...graphView,
    Renderer: SentenceGraphRenderer,
});
