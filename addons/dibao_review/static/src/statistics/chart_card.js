import { Component, onWillStart, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getColor, getCustomColor } from "@web/core/colors/colors";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";

const SCHEME = cookie.get("color_scheme");
const TEXT = getCustomColor(SCHEME, "#111827", "#E4E4E4");
const GRID = getCustomColor(SCHEME, "rgba(0,0,0,.1)", "rgba(255,255,255,.15)");
const MARKED = getCustomColor(SCHEME, "#C2410C", "#FB923C");
const PLAIN = getCustomColor(SCHEME, "#6B7280", "#9CA3AF");

/** A chart as the server describes it, under its title and one sentence. */
export class ChartCard extends Component {
    static template = "dibao_review.ChartCard";
    static props = { chart: Object, onPlace: Function, onOpen: Function };

    setup() {
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => {
                if (!this.canvas.el) {
                    return;
                }
                // eslint-disable-next-line no-undef
                const drawn = new Chart(this.canvas.el, chartConfig(this.props.chart));
                drawn.options.onClick = (_ev, items) => this.onClick(items);
                return () => drawn.destroy();
            },
            () => [this.props.chart],
        );
    }

    get isEmpty() {
        const { series } = this.props.chart;
        return !series.some(({ data }) => data.some((value) => value));
    }

    get height() {
        const { horizontal, labels } = this.props.chart;
        return horizontal ? Math.max(140, 60 + labels.length * 22) : 220;
    }

    /** A bar of a place leads to that place; others open the list behind them. */
    onClick(items) {
        const { places, open, opens } = this.props.chart;
        const at = items.length ? items[0].index : -1;
        if (places?.[at]) {
            this.props.onPlace(places[at]);
        } else if (opens?.[at] || open) {
            this.props.onOpen(opens?.[at] || open);
        }
    }
}

/** What Chart.js is told; apart, so that it can be tested without drawing. */
export function chartConfig(chart) {
    const shown = (value) => {
        const number = chart.mirrored ? Math.abs(value) : value;
        const text = Number.isInteger(number)
            ? formatInteger(number)
            : formatFloat(number);
        return chart.kind === "percent" ? `${text}%` : text;
    };
    const values = { [chart.horizontal ? "x" : "y"]: true };
    const axis = (name) => ({
        stacked: Boolean(chart.stacked),
        beginAtZero: chart.key !== "trend",
        ...(chart.mirrored && values[name] ? bothSides(chart) : {}),
        grid: { color: GRID, display: Boolean(values[name]) },
        ticks: {
            color: TEXT,
            maxRotation: 40,
            autoSkip: Boolean(values[name]) || !chart.horizontal,
            ...(values[name]
                ? {
                      callback: shown,
                      maxTicksLimit: 6,
                      ...(chart.kind === "count" ? { precision: 0 } : {}),
                  }
                : {}),
        },
    });
    return {
        type: chart.type,
        data: {
            labels: chart.labels,
            datasets: chart.series.map((series, index) =>
                dataset(chart, series, index),
            ),
        },
        options: {
            responsive: true,
            maintainAspectRatio: false,
            animation: false,
            indexAxis: chart.horizontal ? "y" : "x",
            scales: { x: axis("x"), y: axis("y") },
            plugins: {
                legend: {
                    display: chart.series.length > 1,
                    labels: { color: TEXT, boxWidth: 12 },
                },
                tooltip: {
                    callbacks: {
                        label: ({ dataset, parsed }) =>
                            `${dataset.label}: ${shown(parsed[chart.horizontal ? "x" : "y"])}`,
                    },
                },
            },
        },
    };
}

/** Men to the left and women to the right on one scale. */
function bothSides({ series }) {
    const all = series.flatMap(({ data }) => data.map((value) => Math.abs(value || 0)));
    const most = Math.max(...all, 1);
    return { min: -most, max: most };
}

function dataset(chart, series, index) {
    const color = series.plain ? PLAIN : getColor(index, SCHEME, "sm");
    const marked = new Set(series.marked || []);
    const type = series.type || chart.type;
    return {
        type,
        label: series.label,
        data: series.data,
        borderColor: color,
        backgroundColor:
            type === "bar"
                ? series.data.map((_value, at) => (marked.has(at) ? MARKED : color))
                : color,
        borderWidth: type === "bar" ? 0 : 2,
        borderDash: series.dashed || series.plain ? [5, 4] : [],
        pointRadius: series.plain ? 0 : 2,
        maxBarThickness: 36,
    };
}
