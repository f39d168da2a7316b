import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { browser } from "@web/core/browser/browser";
import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const TRIES = 3;

/** All files below what was dropped, with their folders: [{ file, path }]. */
async function filesBelow(entry, path = "") {
    if (entry.isFile) {
        const file = await new Promise((resolve, reject) =>
            entry.file(resolve, reject),
        );
        return [{ file, path: path + file.name }];
    }
    const reader = entry.createReader();
    const found = [];
    for (;;) {
        // A reader gives some entries at a time, and none at the end.
        const entries = await new Promise((resolve, reject) =>
            reader.readEntries(resolve, reject),
        );
        if (!entries.length) {
            return found;
        }
        for (const child of entries) {
            found.push(...(await filesBelow(child, `${path}${entry.name}/`)));
        }
    }
}

/**
 * Uploads files and folders into a batch, piece by piece.
 *
 * What has arrived is not sent again: after a break the same files are dropped once
 * more and go on where they were.
 */
export class UploadWidget extends Component {
    static template = "dibao_archive.UploadWidget";
    static props = { ...standardWidgetProps };

    setup() {
        this.notification = useService("notification");
        this.files = useRef("files");
        this.folder = useRef("folder");
        this.state = useState({ over: false, total: 0, done: 0, name: "", faults: [] });
    }

    get busy() {
        return this.state.done < this.state.total;
    }

    get percent() {
        return this.state.total
            ? Math.floor((100 * this.state.done) / this.state.total)
            : 0;
    }

    async onDrop(ev) {
        this.state.over = false;
        const entries = [...ev.dataTransfer.items]
            .map((item) => item.webkitGetAsEntry?.())
            .filter(Boolean);
        const found = [];
        for (const entry of entries) {
            found.push(...(await filesBelow(entry)));
        }
        await this.upload(found);
    }

    async onPick(ev) {
        const found = [...ev.target.files].map((file) => ({
            file,
            path: file.webkitRelativePath || file.name,
        }));
        ev.target.value = "";
        await this.upload(found);
    }

    async upload(found) {
        if (this.busy || !found.length) {
            return;
        }
        Object.assign(this.state, { total: found.length, done: 0, faults: [] });
        for (const { file, path } of found) {
            this.state.name = path;
            try {
                await this.uploadFile(file, path);
            } catch (error) {
                this.state.faults.push({
                    path,
                    text: error.data?.message || error.message,
                });
            }
            this.state.done += 1;
        }
        await this.props.record.load();
        this.notification.add(_t("Upload finished."), {
            type: this.state.faults.length ? "warning" : "success",
        });
    }

    async uploadFile(file, path) {
        const batch = this.props.record.resId;
        const begun = await rpc(
            `/dibao/ingest/${batch}/begin`,
            { name: path, size: file.size, stamp: String(file.lastModified) },
            { silent: true },
        );
        let at = begun.received;
        while (at < file.size) {
            at = await this.sendPiece(batch, begun, at, file);
        }
    }

    async sendPiece(batch, begun, at, file) {
        const query = new URLSearchParams({
            file_id: begun.id,
            position: at,
            csrf_token: odoo.csrf_token,
        });
        const body = file.slice(at, at + begun.piece);
        for (let attempt = 1; ; attempt++) {
            try {
                const answer = await browser.fetch(
                    `/dibao/ingest/${batch}/piece?${query}`,
                    {
                        method: "POST",
                        body,
                        headers: { "Content-Type": "application/octet-stream" },
                    },
                );
                if (!answer.ok) {
                    throw new Error(_t("The server refused a piece of the file."));
                }
                return (await answer.json()).received;
            } catch (error) {
                if (attempt === TRIES) {
                    throw error;
                }
            }
        }
    }
}

registry.category("view_widgets").add("dibao_upload", { component: UploadWidget });
