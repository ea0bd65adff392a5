// The way-back explorer: forward through one layer and back, and whom the blame of an output comes to.

(function (root) {
  "use strict";

  const { arithmetic, limits, dom, grids, samples, Explorer } = root.MagicWindow;
  const { grid, range, reach, sizeOf, wayBack } = arithmetic;
  const { html, number, fraction, bracketed, counted, sizes, tensor, MINUS, TIMES } = dom;

  const [INPUT, LAYER, BLAME] = ["Input", "Layer", "Blame"];
  const convolves = ({ mode }) => mode === "convolution";
  const SETTINGS = [
    { key: "picture", label: "Shows", kind: "choice", group: INPUT, start: "wall",
      choices: [["wall", "a wall"], ["loud", "quiet and loud, with equals"], ["mixed", "all kinds of numbers"],
        ["dot", "a single dot"], ["negative", "nothing above zero"]] },
    { key: "size", label: "Size", kind: "pair", group: INPUT, min: 1, max: 7, start: [4, 6] },
    { key: "mode", label: "Which", kind: "choice", group: LAYER, start: "max",
      choices: [["max", "max pool"], ["average", "average pool"], ["convolution", "convolution"]] },
    { key: "weights", label: "Kernel", kind: "choice", group: LAYER, start: "stamp", when: convolves,
      choices: [["stamp", "a stamp"], ["ones", "all 1"], ["counting", "1, 2, 3, …"], ["upright", `right ${MINUS} left`]] },
    { key: "kernel", label: "Window", kind: "pair", group: LAYER, min: 1, max: 4, start: [2, 2] },
    { key: "stride", label: "Stride", kind: "pair", group: LAYER, min: 1, max: 4, start: [2, 2] },
    { key: "padding", label: "Padding", kind: "pair", group: LAYER, min: 0, max: 2, start: [0, 0] },
    { key: "blamed", label: "Of the outputs", kind: "choice", group: BLAME, start: "ones",
      choices: [["ones", "1 each"], ["counting", "1, 2, 3, …"], ["signs", `1 and ${MINUS}1 in turn`]] },
    { key: "all", label: "add up the blame of all outputs so far", kind: "switch", group: BLAME, start: true },
  ];
  const GRADS = { ones: () => 1, counting: (stop) => stop + 1, signs: (stop) => (stop % 2 ? -1 : 1) };

  class WayBack extends Explorer {
    static heading = "Explore: forward and back";
    static settings = SETTINGS;

    limit(wanted) {
      if (convolves(wanted)) {
        const more = { dims: 2, dilation: [1, 1], groups: 1, channels: 1, filters: 1, mode: "zeros", same: false };
        const { value, reasons } = limits.limitConvolution({ ...wanted, ...more });
        return { value: { ...wanted, kernel: value.kernel }, reasons };
      }
      const { value, reasons } = limits.limitPool({ ...wanted, kind: wanted.mode, dilation: [1, 1], ceil: false });
      return { value: { ...wanted, kernel: value.kernel, padding: value.padding }, reasons };
    }

    compute(settings) {
      const [x] = samples.picture(settings.picture, 1, settings.size);
      const weight = samples.kernels(settings.weights, 1, 1, settings.kernel)[0][0];
      const { kernel, stride, padding } = settings;
      const layer = wayBack(x, { kind: settings.mode, weight, kernel, stride, padding });
      const [rows, columns] = layer.sizes;
      const stopOf = (i, j) => i * columns + j;
      const grads = grid(layer.sizes, (i, j) => GRADS[settings.blamed](stopOf(i, j)));
      const only = (fits) => layer.back(grid(layer.sizes, (i, j) => (fits(stopOf(i, j)) ? grads[i][j] : 0)));
      const place = (stop) => [Math.floor(stop / columns), stop % columns];
      return { ...layer, x, weight, grads, stopOf, only, place, stops: rows * columns };
    }

    /** What a stop's window sees, with the blame that each place gets of it. */
    seen({ model, stop }) {
      const at = model.place(stop);
      const grad = model.grads[at[0]][at[1]];
      return { at, grad, cells: model.shares(...at).map((cell) => ({ ...cell, part: cell.share * grad })) };
    }

    /** The places in the picture that get some of it. */
    reached(view) {
      return this.seen(view).cells.filter(({ value, part }) => value !== null && part !== 0);
    }

    // ---- Drawings

    draw(view) {
      const column = (...panels) => html("div", { class: "column" }, panels);
      return [
        column(this.input(view), ...(convolves(view.settings) ? [this.kernel(view)] : [])),
        column(this.output(view), this.blamed(view)),
        column(this.back(view)),
      ];
    }

    /** A picture-sized drawing with its padding, the window framed: `look(row, column)` for the pixels. */
    framed({ model, settings, stop }, alt, look) {
      const { padding, kernel, stride } = settings;
      const [height, width] = sizeOf(model.x);
      const cell = (a, b) => {
        const [row, column] = [a - padding[0], b - padding[1]];
        const own = row >= 0 && column >= 0 && row < height && column < width;
        const outside = { text: "", fill: "var(--mw-paper)", edge: "var(--mw-muted)", ink: "var(--mw-muted)", dashed: true };
        return own ? look(row, column) : outside;
      };
      const longest = Math.max(...grid([height, width], (i, j) => look(i, j).text.length).flat());
      const frame = { at: model.place(stop).map((s, axis) => s * stride[axis]), size: kernel };
      const drawn = [height + 2 * padding[0], width + 2 * padding[1]];
      return grids.image(drawn, { cell, frame, width: Math.max(36, 8 * longest + 6) }, alt);
    }

    input(view) {
      const { x } = view.model;
      const [darkest, brightest] = grids.span([x]);
      const look = (i, j) => {
        const [fill, ink] = grids.grey(x[i][j], darkest, brightest);
        return { text: number(x[i][j]), fill, ink, edge: "#808080" };
      };
      return grids.panel("Input", this.framed(view, `Input: ${grids.rowsAsText(x)}`, look));
    }

    kernel({ model, settings }) {
      const look = { fill: "var(--mw-kernel-tint)", edge: "var(--mw-kernel)", ink: "var(--mw-kernel)", bold: true };
      const cell = (a, b) => ({ text: fraction(model.weight[a][b]), ...look });
      return grids.panel("Kernel", grids.image(settings.kernel, { cell }, `Kernel: ${grids.rowsAsText(model.weight)}`));
    }

    output({ model, stop }) {
      const { out, stopOf } = model;
      const cell = (i, j) => ({
        text: number(out[i][j]), fill: "var(--mw-answer-tint)", edge: "var(--mw-answer)", ink: "var(--mw-answer)", bold: true,
        thick: stopOf(i, j) === stop ? "var(--mw-window)" : null,
      });
      const longest = Math.max(...out.flat().map((value) => number(value).length));
      const options = { cell, width: Math.max(38, 9 * longest + 6) };
      return grids.panel("Forward: output", grids.image(model.sizes, options, `Output: ${grids.rowsAsText(out)}`));
    }

    blamed({ model, stop }) {
      const label = (i, j) => `row ${i}, column ${j}: ${number(model.grads[i][j])}`;
      const options = { name: "Blame of the outputs", stopOf: model.stopOf, chosen: stop, label };
      return grids.panel("Back: blame of the outputs", grids.answers(model.grads, options));
    }

    /** What the pixels are blamed for by now; what came of the chosen output stands below in small. */
    back(view) {
      const { model, settings, stop } = view;
      const now = model.only((other) => (settings.all ? other <= stop : other === stop));
      const parts = new Map(this.reached(view).map(({ place, part }) => [place.join(), part]));
      const look = (i, j) => {
        const part = parts.get([i, j].join());
        return {
          text: number(now[i][j]),
          note: part === undefined ? null : `${part < 0 ? MINUS : "+"}${fraction(Math.abs(part))}`,
          fill: now[i][j] ? "var(--mw-window-tint)" : "none",
          edge: "var(--mw-window)",
          ink: "var(--mw-ink)",
          bold: part !== undefined,
        };
      };
      const after = `after ${stop + 1} of ${model.stops}`;
      const name = `Blame of the pixels${settings.all ? ` ${after}` : ", of this output"}`;
      return grids.panel(name, this.framed(view, `${name}: ${grids.rowsAsText(now)}`, look));
    }

    // ---- Words

    status(view) {
      const { model, settings, stop } = view;
      const { at, grad, cells } = this.seen(view);
      const reached = this.reached(view);
      const lost = cells.filter(({ value, part }) => value === null && part !== 0).length;
      const earlier = model.only((other) => other < stop);
      const met = reached.filter(({ place: [i, j] }) => earlier[i][j] !== 0).length;
      const many = counted(reached.length, "pixel");
      const ways = {
        max: reached.length ? `All of it goes to row ${reached[0].place[0]}, column ${reached[0].place[1]}` : "It goes to nobody",
        average: `It is shared by ${many}`,
        convolution: `By the kernel it comes to ${many}`,
      };
      return [
        `Position ${stop + 1} of ${model.stops}: y[${at.join(", ")}] is blamed with ${number(grad)}.`,
        `${ways[settings.mode]}${this.ties(view)}.`,
        ...(lost ? [`${counted(lost, "part falls", "parts fall")} on the padding, and ${lost === 1 ? "is" : "are"} lost.`] : []),
        ...(met ? [`${met} of ${many} ${met === 1 ? "was" : "were"} blamed before: it adds up.`] : []),
      ].join(" ");
    }

    /** How many more pixels of a window are as large as its winner. */
    ties({ model, settings, stop }) {
      if (settings.mode !== "max") return "";
      const [i, j] = model.place(stop);
      const equals = model.shares(i, j).filter(({ value }) => value === model.out[i][j]).length - 1;
      return equals > 0 ? `, the first of ${equals + 1} equals` : "";
    }

    workings(view) {
      const { model, stop, settings } = view;
      const before = model.only((other) => settings.all && other < stop);
      const { grad } = this.seen(view);
      const lines = this.reached(view).map(({ place: [i, j], share, part }) =>
        html(
          "span",
          {},
          `blame[${i}, ${j}] = ${number(before[i][j])} + ${bracketed(number(grad))} ${TIMES} `,
          html("span", { class: "factor" }, bracketed(fraction(share))),
          " = ",
          html("span", { class: "result" }, number(before[i][j] + part)),
        ),
      );
      if (!lines.length) return ["Nothing of this blame comes back to a pixel."];
      const wide = Math.max(...lines.map(({ textContent }) => textContent.length));
      return [html("span", { class: "sums", style: `--wide: ${0.9 * wide}ch` }, lines)];
    }

    lines({ model, settings }) {
      const whole = model.only(() => true);
      const [given, come] = [model.grads, whole].map((plane) => plane.flat().reduce((total, value) => total + value, 0));
      const idle = range(model.x.length * model.x[0].length).length - this.everReached(model).size;
      const rest = idle ? ` ${counted(idle, "pixel is", "pixels are")} never blamed.` : "";
      const sums = ` The outputs are blamed with ${number(given)} in all, and ${number(come)} comes back.`;
      const kept = convolves(settings) ? "" : sums;
      return [`Input ${sizes(...sizeOf(model.x))}, output ${sizes(...model.sizes)}.${rest}${kept}`,
        ...[0, 1].map((axis) => this.overlaps(settings, axis))];
    }

    everReached({ sizes: counts, shares }) {
      const places = grid(counts, (i, j) => shares(i, j).filter(({ value, share }) => value !== null && share !== 0));
      return new Set(places.flat(2).map(({ place }) => place.join()));
    }

    overlaps({ kernel, stride }, axis) {
      const [wide, step] = [reach(kernel[axis], 1), stride[axis]];
      const along = axis ? "Columns" : "Rows";
      if (wide > step) return `${along}: neighbouring windows share ${wide - step}, so blame may add up.`;
      return wide < step ? `${along}: windows leave gaps of ${step - wide}.` : `${along}: windows lie side by side.`;
    }

    code({ model, settings }) {
      const given = (pair) => (pair[0] === pair[1] ? `${pair[0]}` : `(${pair.join(", ")})`);
      const padding = Math.max(...settings.padding) ? `, padding=${given(settings.padding)}` : "";
      const rest = `stride=${given(settings.stride)}${padding})`;
      const call = convolves(settings)
        ? `F.conv2d(x, weight, ${rest}`
        : `F.${settings.mode === "max" ? "max" : "avg"}_pool2d(x, ${given(settings.kernel)}, ${rest}`;
      return [
        "import torch",
        "import torch.nn.functional as F",
        "",
        tensor("x", [[model.x]]),
        "x.requires_grad_()",
        ...(convolves(settings) ? [tensor("weight", [[model.weight]])] : []),
        `y = ${call}`,
        tensor("blame", [[model.grads]]),
        "y.backward(blame)",
        "print(x.grad[0])",
      ].join("\n");
    }
  }

  customElements.define("mw-way-back", WayBack);
})(globalThis);
