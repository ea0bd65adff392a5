// The pixelshuffle explorer: channels laid side by side as pixels, and back; where every number comes from.

(function (root) {
  "use strict";

  const { limits, dom, grids, arithmetic, Explorer } = root.MagicWindow;
  const { range, pixelShuffle, pixelUnshuffle, unshuffledPlace, grid, sizeOf } = arithmetic;
  const { html, counted, sizes, TIMES } = dom;

  const [WAY, INPUT] = ["Which way", "Input"];
  const MOST = { channels: 16, wide: 12 }; // what there is room for
  const AXES = ["rows", "columns"];
  const LETTERS = 52;
  const SETTINGS = [
    { key: "direction", label: "Direction", kind: "choice", group: WAY, start: "shuffle",
      choices: [["shuffle", "channels to grid"], ["unshuffle", "grid to channels"]] },
    { key: "factor", label: "Factor r", kind: "number", group: WAY, min: 1, max: 4, start: 2 },
    { key: "channels", label: "Channels in", kind: "number", group: INPUT, min: 1, max: MOST.channels, start: 4 },
    { key: "size", label: "Size", kind: "pair", group: INPUT, min: 1, max: MOST.wide, start: [2, 2] },
    { key: "write", label: "Write", kind: "choice", group: INPUT, start: "letters",
      choices: [["letters", "letters"], ["numbers", "numbers"]] },
  ];
  const COLOURS = ["window", "kernel", "answer", "muted"]; // a place in the block each; letters tell them apart, too
  const spelled = (code) => String.fromCharCode(code < 26 ? 65 + code : 71 + code);

  class PixelShuffle extends Explorer {
    static heading = "Explore: pixel shuffle";
    static settings = SETTINGS;

    /** The other direction takes up what came out; and from a count that fits, one less is the next that fits. */
    change(key, value) {
      const { channels, size, factor, direction } = this.settings;
      if (key === "direction" && value !== direction) {
        const shape = { channels: this.model.out.length, size: sizeOf(this.model.out[0]) };
        this.wanted = { ...this.wanted, ...shape };
      }
      const moved = [];
      const down = (to, now, step, name) => {
        if (to >= now || to % step === 0) return to;
        const kept = Math.max(step, Math.floor(to / step) * step);
        moved.push(`${name}: ${kept} instead of ${to}. They come in multiples of ${step}.`);
        return kept;
      };
      const shuffles = direction === "shuffle";
      if (key === "channels" && shuffles) value = down(value, channels, factor ** 2, "Channels");
      if (key === "size" && !shuffles) value = value.map((n, i) => down(n, size[i], factor, `Size, ${AXES[i]}`));
      this.wanted = { ...this.wanted, [key]: value };
      this.pause();
      this.settle(moved);
    }

    limit(wanted) {
      const { value, reasons } = limits.limitShuffle(wanted);
      const { factor } = value;
      const shuffles = value.direction === "shuffle";
      const cap = (name, now, most, what, put) => {
        if (now <= most) return;
        reasons.push(`${name}: ${most} instead of ${now}. There is room for ${what} here.`);
        put(most);
      };
      const channels = shuffles ? MOST.channels - (MOST.channels % factor ** 2) : Math.floor(MOST.channels / factor ** 2);
      cap("Channels", value.channels, channels, `${MOST.channels} channels`, (most) => (value.channels = most));
      const wide = shuffles ? Math.floor(MOST.wide / factor) : MOST.wide - (MOST.wide % factor);
      AXES.forEach((name, axis) =>
        cap(`Size, ${name}`, value.size[axis], wide, `${MOST.wide} pixels side by side`, (most) => (value.size[axis] = most)),
      );
      const count = value.channels * value.size[0] * value.size[1];
      if (value.write === "letters" && count > LETTERS) {
        value.write = "numbers";
        reasons.push(`Write: numbers instead of letters. There are ${LETTERS} letters, large and small, for ${count} places.`);
      }
      return { value, reasons };
    }

    compute({ direction, factor, channels, size, write }) {
      const code = (c, i, j) => (c * size[0] + i) * size[1] + j;
      const x = range(channels).map((c) => grid(size, (i, j) => code(c, i, j)));
      const out = direction === "shuffle" ? pixelShuffle(x, factor) : pixelUnshuffle(x, factor);
      const [rows, columns] = sizeOf(out[0]);
      const place = (stop) => [Math.floor(stop / (rows * columns)), Math.floor(stop / columns) % rows, stop % columns];
      return { x, out, rows, columns, place, text: write === "letters" ? spelled : String, stops: out.length * rows * columns };
    }

    /** The chosen number on both sides, [channel, row, column] each, and the parts of the formula. */
    located({ model, stop, settings }) {
      const r = settings.factor;
      const chosen = model.place(stop);
      const shuffles = settings.direction === "shuffle";
      const [k] = chosen;
      const [c, inside] = [Math.floor(k / r ** 2), k % r ** 2];
      const place = shuffles ? chosen : [c, chosen[1] * r + Math.floor(inside / r), chosen[2] * r + (inside % r)];
      const deep = unshuffledPlace(...place, r); // place: in the grid, deep: in the channels
      const [, h, w] = deep;
      return { r, c: place[0], i: place[1] % r, j: place[2] % r, h, w, place, deep, chosen, from: shuffles ? deep : place };
    }

    // ---- Drawings

    draw(view) {
      const column = (panels) => html("div", { class: "column" }, panels);
      const { x, out } = view.model;
      const inputs = x.map((plane, channel) => this.input(view, channel, plane));
      return [column(inputs), column(out.map((plane, channel) => this.output(view, channel, plane)))];
    }

    /** Colours by the place in the block; `deep` says whether [channel, row, column] is one of the channels' side. */
    look(settings, deep, [channel, row, column]) {
      const r = settings.factor;
      const inside = deep ? channel % r ** 2 : (row % r) * r + (column % r);
      const colour = COLOURS[inside % 4];
      const fill = colour === "muted" ? "var(--mw-paper)" : `var(--mw-${colour}-tint)`;
      const ink = colour === "muted" ? "var(--mw-ink)" : `var(--mw-${colour})`;
      return { fill, ink, edge: ink, bold: true };
    }

    /** The block of the chosen number, drawn on the side of the grid. */
    block({ r, h, w }) {
      return { at: [h * r, w * r], size: [r, r], dashed: true };
    }

    input(view, channel, plane) {
      const { settings, model } = view;
      const deep = settings.direction === "shuffle";
      const parts = this.located(view);
      const cell = (i, j) => {
        const own = [channel, i, j].join() === parts.from.join();
        const beside = deep && i === parts.h && j === parts.w && Math.floor(channel / parts.r ** 2) === parts.c;
        const thick = own ? "var(--mw-window)" : beside ? "var(--mw-muted)" : null;
        return { text: model.text(plane[i][j]), ...this.look(settings, deep, [channel, i, j]), thick };
      };
      const frame = !deep && channel === parts.c ? this.block(parts) : null;
      const alt = `Input channel ${channel}: ${grids.rowsAsText(plane, model.text)}`;
      return grids.panel(`Input channel ${channel}`, grids.image(sizeOf(plane), { cell, frame, width: 32, height: 32 }, alt));
    }

    output(view, channel, plane) {
      const { settings, model, stop, playing } = view;
      const deep = settings.direction === "unshuffle";
      const parts = this.located(view);
      const stopOf = (i, j) => (channel * model.rows + i) * model.columns + j;
      const cell = (i, j) => {
        const later = playing && stopOf(i, j) > stop;
        const beside = deep && i === parts.h && j === parts.w && Math.floor(channel / parts.r ** 2) === parts.c;
        const thick = stopOf(i, j) === stop ? "var(--mw-window)" : beside ? "var(--mw-muted)" : null;
        const look = this.look(settings, deep, [channel, i, j]);
        return { text: later ? "" : model.text(plane[i][j]), ...look, ...(later ? { fill: "none" } : {}), thick };
      };
      const frame = !deep && channel === parts.c ? this.block(parts) : null;
      const name = `Output channel ${channel}`;
      const label = (i, j) => `row ${i}, column ${j}: ${model.text(plane[i][j])}`;
      const options = { cell, frame, width: 32, height: 32 };
      return grids.panel(name, grids.answers(plane, { plane: channel, name, stopOf, chosen: stop, label, options }));
    }

    // ---- Words

    status(view) {
      const { model, stop } = view;
      const { chosen, from } = this.located(view);
      const text = model.text(model.out[chosen[0]][chosen[1]][chosen[2]]);
      const [channel, row, column] = from;
      return [
        `Position ${stop + 1} of ${model.stops}: y[${chosen.join(", ")}] is ${text}.`,
        `It comes from channel ${channel}, row ${row}, column ${column} of the input: x[${from.join(", ")}].`,
      ].join(" ");
    }

    workings(view) {
      const { model } = view;
      const { r, c, i, j, h, w, place, deep, chosen, from } = this.located(view);
      const factor = html("span", { class: "factor" }, `channel ${deep[0]}`);
      return [
        `Row in the grid: h ${TIMES} r + i = ${h} ${TIMES} ${r} + ${i} = ${place[1]}, so h = ${h} and i = ${i}.`,
        `Column in the grid: w ${TIMES} r + j = ${w} ${TIMES} ${r} + ${j} = ${place[2]}, so w = ${w} and j = ${j}.`,
        [`Among the channels: c ${TIMES} r² + i ${TIMES} r + j = ${c} ${TIMES} ${r ** 2} + ${i} ${TIMES} ${r} + ${j}: `,
          factor, `, row ${h}, column ${w}.`],
        [`y[${chosen.join(", ")}] = x[${from.join(", ")}] = `,
          html("span", { class: "result" }, model.text(model.out[chosen[0]][chosen[1]][chosen[2]]))],
      ];
    }

    lines({ model, settings }) {
      const { direction, channels, size } = settings;
      const grid = `[c, h ${TIMES} r + i, w ${TIMES} r + j]`;
      const deep = `[c ${TIMES} r² + i ${TIMES} r + j, h, w]`;
      const count = channels * size[0] * size[1];
      return [
        direction === "shuffle" ? `y${grid} = x${deep}` : `y${deep} = x${grid}`,
        `Input ${sizes(channels, ...size)}, output ${sizes(model.out.length, model.rows, model.columns)}: ` +
          `the same ${counted(count, "number")}, in other places. Nothing is computed, nothing is learned.`,
      ];
    }

    code({ settings }) {
      const { direction, factor, channels, size, write } = settings;
      const count = channels * size[0] * size[1];
      const what = write === "letters" && count > 1 ? `  # 0 for A, to ${count - 1} for ${spelled(count - 1)}` : "";
      const back = direction === "shuffle" ? "unshuffle" : "shuffle";
      return [
        "import torch",
        "import torch.nn.functional as F",
        "",
        `x = torch.arange(${count}.).reshape(1, ${channels}, ${size.join(", ")})${what}`,
        `y = F.pixel_${direction}(x, ${factor})`,
        "print(y[0])",
        `print(torch.equal(F.pixel_${back}(y, ${factor}), x))  # and back`,
      ].join("\n");
    }
  }

  customElements.define("mw-pixelshuffle", PixelShuffle);
})(globalThis);
