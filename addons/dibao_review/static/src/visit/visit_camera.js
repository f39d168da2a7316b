import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const PATIENCE = 8000;

/** Where this device is, or nothing: it may be refused, or be no telephone. */
export function position(geolocation = browser.navigator.geolocation) {
    return new Promise((resolve) => {
        if (!geolocation || !window.isSecureContext) {
            return resolve({});
        }
        geolocation.getCurrentPosition(
            ({ coords }) =>
                resolve({ latitude: coords.latitude, longitude: coords.longitude }),
            () => resolve({}),
            { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 60000 },
        );
    });
}

/**
 * Takes photographs of a visit, or of a posted notice, with the camera of a telephone.
 *
 * Each is sent at once and encrypted on arrival; it is shown here only as long as the
 * screen stays open. Time and place are read from the file by the server; what the
 * device tells counts where the file says nothing.
 */
export class VisitCamera extends Component {
    static template = "dibao_review.VisitCamera";
    static props = { ...standardWidgetProps };

    setup() {
        this.notification = useService("notification");
        this.input = useRef("input");
        this.state = useState({ left: 0, shown: [] });
    }

    get isOpen() {
        const { resModel, data } = this.props.record;
        return resModel === "dibao.notice"
            ? data.may_photograph
            : data.state === "draft";
    }

    async onShoot() {
        // What is written down so far must be kept: a camera may throw the page away.
        if (await this.props.record.save()) {
            this.input.el.click();
        }
    }

    async onPick(ev) {
        const files = [...ev.target.files];
        ev.target.value = "";
        this.state.left = files.length;
        const place = files.length ? await position() : {};
        for (const file of files) {
            try {
                await this.send(file, place);
                this.state.shown.push({
                    key: this.state.shown.length,
                    url: URL.createObjectURL(file),
                });
            } catch (error) {
                this.notification.add(error.message, { type: "danger", sticky: true });
            }
            this.state.left -= 1;
        }
        await this.props.record.load();
    }

    async send(file, place) {
        const body = new FormData();
        body.append("csrf_token", odoo.csrf_token);
        body.append("photo", file);
        body.append("name", _t("Photograph"));
        body.append("seconds", String(Math.floor(file.lastModified / 1000)));
        for (const [key, value] of Object.entries(place)) {
            body.append(key, String(value));
        }
        const { resModel, resId } = this.props.record;
        const kind = resModel === "dibao.notice" ? "notice" : "visit";
        const answer = await browser.fetch(`/dibao/${kind}/${resId}/photo`, {
            method: "POST",
            body,
        });
        if (!answer.ok) {
            const { problem } = answer.status === 422 ? await answer.json() : {};
            throw new Error(
                problem || _t("The photograph did not arrive: %s", file.name),
            );
        }
    }
}

registry.category("view_widgets").add("dibao_visit_camera", { component: VisitCamera });
