// The columns explorer: every window a column of one matrix, and the layer a product of the filters with it.

(function (root) {
  "use strict";

  const inNode = typeof module === "object"; // where tests compare the matrix with `solutions`
  const { convolve, grid, range, sizeOf } = inNode ? require("./arithmetic.js") : root.MagicWindow.arithmetic;

  /** The layer as one product: what each window sees, as a column `columns` [taps][windows]; `cells` has its terms. */
  function unfold(x, weight, options) {
    const layer = convolve(x, weight, options);
    const cells = grid(layer.sizes, (i, j) => layer.terms(0, i, j)).flat();
    return { ...layer, cells, columns: cells[0].map((_, row) => cells.map((column) => column[row].value)) };
  }

  if (inNode) {
    module.exports = { unfold };
    return;
  }

  const { limits, dom, grids, samples, Explorer } = root.MagicWindow;
  const { html, number, fraction, bracketed, counted, sizes, tensor, TIMES } = dom;

  const [INPUT, FILTERS, STEPS] = ["Input", "Filters", "Steps"];
  const SETTINGS = [
    { key: "picture", label: "Shows", kind: "choice", group: INPUT, start: "mixed",
      choices: [["mixed", "all kinds of numbers"], ["edge", "an edge"], ["ramp", "a ramp"], ["dot", "a single dot"]] },
    { key: "size", label: "Size", kind: "pair", group: INPUT, min: 1, max: 6, start: [4, 5] },
    { key: "channels", label: "Channels", kind: "number", group: INPUT, min: 1, max: 2, start: 1 },
    { key: "weights", label: "Kernel", kind: "choice", group: FILTERS, start: "counting",
      choices: [["counting", "1, 2, 3, …"], ["ones", "all 1"], ["upright", "right − left"], ["stamp", "a stamp"]] },
    { key: "kernel", label: "Size", kind: "pair", group: FILTERS, min: 1, max: 4, start: [2, 2] },
    { key: "filters", label: "How many", kind: "number", group: FILTERS, min: 1, max: 3, start: 2 },
    { key: "stride", label: "Stride", kind: "pair", group: STEPS, min: 1, max: 3, start: [1, 1] },
    { key: "padding", label: "Padding", kind: "pair", group: STEPS, min: 0, max: 2, start: [0, 0] },
    { key: "dilation", label: "Dilation", kind: "pair", group: STEPS, min: 1, max: 3, start: [1, 1] },
    { key: "pixel", label: "Marked pixel", kind: "pair", group: INPUT, min: 0, max: 5, start: [1, 2] },
  ];
  const PIXELS = 10; // the first plane of the input's channels, apart from the product's

  class Columns extends Explorer {
    static heading = "Explore: every window a column";
    static settings = SETTINGS;

    limit(wanted) {
      const { value, reasons } = limits.limitConvolution({ ...wanted, dims: 2, groups: 1, mode: "zeros", same: false });
      const pixel = wanted.pixel.map((place, axis) => Math.min(place, wanted.size[axis] - 1));
      const outside = pixel.some((place, axis) => place !== wanted.pixel[axis]);
      const why = `Marked pixel: row ${pixel[0]}, column ${pixel[1]}. The input has ${sizes(...wanted.size)}.`;
      return { value: { ...wanted, kernel: value.kernel, pixel }, reasons: [...reasons, ...(outside ? [why] : [])] };
    }

    compute(settings) {
      const { channels, filters } = settings;
      const x = samples.picture(settings.picture, channels, settings.size);
      const weight = samples.kernels(settings.weights, filters, channels, settings.kernel);
      const layer = unfold(x, weight, settings);
      const windows = layer.cells.length;
      return { ...layer, x, weight, windows, rows: weight.map((filter) => filter.flat(2)), stops: filters * windows };
    }

    /** Which filter and which column a stop is about, and the place of that column's window. */
    at({ model, stop }) {
      const column = stop % model.windows;
      const across = model.sizes[1];
      return { filter: Math.floor(stop / model.windows), column, place: [Math.floor(column / across), column % across] };
    }

    /** Whether a cell of the matrix is a copy of the marked pixel, of whichever channel. */
    isCopy({ settings }, { from }) {
      return from[0] === settings.pixel[0] && from[1] === settings.pixel[1];
    }

    /** The columns in which the marked pixel stands. */
    copies(view) {
      return range(view.model.windows).filter((column) => view.model.cells[column].some((cell) => this.isCopy(view, cell)));
    }

    // ---- What the reader does

    /** A pixel is marked, anything else is gone to. */
    chosen(cell) {
      const place = cell?.dataset.at;
      if (cell?.getAttribute("role") === "rowheader") this.chosen(cell.nextElementSibling);
      else if (place && Number(cell.dataset.plane) >= PIXELS) {
        this.plane = cell.dataset.plane;
        this.change("pixel", place.split(",").map(Number));
        this.focusChosen();
      } else if (cell?.dataset.stop) {
        this.plane = "0";
        super.chosen(cell);
      }
    }

    /** There are several grids: the focus stays in the one where it was. */
    focusChosen() {
      this.parts.stage.querySelector(`[role=gridcell][tabindex="0"][data-plane="${this.plane ?? 0}"]`)?.focus();
    }

    // ---- Drawings

    draw(view) {
      const column = (...panels) => html("div", { class: "column" }, panels);
      const { x } = view.model;
      return [column(...x.map((plane, channel) => this.input(view, channel))), column(this.filters(view)), this.matrix(view)];
    }

    input(view, channel) {
      const { model, settings } = view;
      const { padding, size, channels } = settings;
      const plane = model.x[channel];
      const [darkest, brightest] = grids.span(model.x);
      const { column } = this.at(view);
      const seen = new Set(model.cells[column].filter((cell) => cell.channel === channel).map(({ place }) => place.join()));
      const own = (i, j) => i >= 0 && j >= 0 && i < size[0] && j < size[1];
      const marked = (i, j) => i === settings.pixel[0] && j === settings.pixel[1];
      const cell = (a, b) => {
        const [i, j] = [a - padding[0], b - padding[1]];
        const thick = seen.has([i, j].join()) ? "var(--mw-window)" : null;
        if (!own(i, j)) return { text: "0", fill: "none", edge: "var(--mw-muted)", ink: "var(--mw-muted)", dashed: true, thick };
        const [fill, ink] = grids.grey(plane[i][j], darkest, brightest);
        const look = marked(i, j) ? { fill: "var(--mw-kernel-tint)", ink: "var(--mw-kernel)", bold: true } : { fill, ink };
        return { text: number(plane[i][j]), edge: "#808080", thick, note: marked(i, j) ? "here" : null, ...look };
      };
      const attributes = (a, b) => {
        const [i, j] = [a - padding[0], b - padding[1]];
        if (!own(i, j)) return { role: "gridcell", "aria-label": "padding: 0" };
        const label = `row ${i}, column ${j}: ${number(plane[i][j])}`;
        return {
          role: "gridcell", "aria-label": label, "aria-selected": String(marked(i, j)), tabindex: marked(i, j) ? 0 : -1,
          "data-plane": PIXELS + channel, "data-at": `${i},${j}`,
        };
      };
      const name = channels > 1 ? `Input channel ${channel}` : "Input";
      const drawn = [size[0] + 2 * padding[0], size[1] + 2 * padding[1]];
      return grids.panel(name, grids.draw(drawn, { cell, attributes }, { role: "grid", "aria-label": `${name}: mark a pixel` }));
    }

    filters(view) {
      const { rows } = view.model;
      const { filter } = this.at(view);
      const look = { fill: "var(--mw-kernel-tint)", edge: "var(--mw-kernel)", ink: "var(--mw-kernel)", bold: true };
      const cell = (i, k) => ({ text: fraction(rows[i][k]), ...look });
      const frame = { at: [filter, 0], size: [1, rows[0].length] };
      const options = { cell, frame, width: Math.max(26, grids.roomy(rows, fraction) - 10), height: 30 };
      const alt = `Filters as rows: ${grids.rowsAsText(rows, fraction)}`;
      return grids.panel("Filters as rows", grids.image(sizeOf(rows), options, alt));
    }

    /** The windows as columns, and the product below them, in cells of one width. */
    matrix(view) {
      const { model, stop, settings } = view;
      const { columns, windows } = model;
      const here = this.at(view);
      const products = model.out.map((plane) => plane.flat());
      const longest = Math.max(...[...columns, ...products].flat().map((value) => number(value).length));
      const width = Math.max(28, 8 * longest + 6);
      const stopOf = (filter, column) => filter * windows + column;
      const label = (text) => ({ text, fill: "none", edge: "none", ink: "var(--mw-muted)" });
      const tapName = ({ channel, tap }) => (settings.channels > 1 ? [channel, ...tap] : tap).join(",");
      const cell = (k, j) => {
        if (j === 0) return label(tapName(model.cells[0][k]));
        const copy = this.isCopy(view, model.cells[j - 1][k]);
        return {
          text: number(columns[k][j - 1]),
          fill: copy ? "var(--mw-kernel-tint)" : "var(--mw-paper)",
          edge: "var(--mw-muted)",
          ink: copy ? "var(--mw-kernel)" : "var(--mw-ink)",
          bold: copy,
          thick: copy ? "var(--mw-kernel)" : null,
        };
      };
      const click = (k, j) => (j ? { "data-stop": stopOf(here.filter, j - 1) } : {});
      const frame = { at: [0, 1 + here.column], size: [columns.length, 1] };
      const alt = `Windows as columns: ${grids.rowsAsText(columns)}`;
      const drawn = [columns.length, windows + 1];
      const all = { role: "img", "aria-label": alt, style: "max-width: none" };
      const above = grids.draw(drawn, { width, height: 26, cell, attributes: click, frame }, all);

      const answer = (f, j) => {
        const filled = { fill: "var(--mw-answer-tint)", edge: "var(--mw-answer)", ink: "var(--mw-answer)", bold: true };
        if (j === 0) return label(`y${f}`);
        return { text: number(products[f][j - 1]), ...filled, thick: stopOf(f, j - 1) === stop ? "var(--mw-window)" : null };
      };
      const attributes = (f, j) => {
        if (j === 0) return { role: "rowheader", "aria-label": `filter ${f}` };
        const own = stopOf(f, j - 1);
        return {
          role: "gridcell", tabindex: own === stop ? 0 : -1, "aria-selected": String(own === stop), "data-plane": 0,
          "aria-label": `filter ${f}, column ${j - 1}: ${number(products[f][j - 1])}`,
          "data-at": `${f},${j - 1}`, "data-stop": own,
        };
      };
      const rows = [products.length, windows + 1];
      const below = grids.draw(rows, { width, height: 30, cell: answer, attributes }, { role: "grid", "aria-label": "Product" });
      return grids.panel("Windows as columns; below them, the product of the filters and this matrix", above, below);
    }

    // ---- Words

    status(view) {
      const { model, settings, stop } = view;
      const { filter, column, place } = this.at(view);
      const copies = this.copies(view);
      const each = settings.channels > 1 ? ", in each channel" : "";
      const where = copies.length ? `, in column${copies.length > 1 ? "s" : ""} ${copies.join(", ")}` : "";
      return [
        `Position ${stop + 1} of ${model.stops}: row ${filter} of the filters times column ${column},`,
        `the window at row ${place[0]}, column ${place[1]}, is ${number(model.out[filter][place[0]][place[1]])}.`,
        `The marked pixel is copied ${counted(copies.length, "time")}${each}${where}.`,
      ].join(" ");
    }

    workings(view) {
      const { model } = view;
      const { filter, column, place } = this.at(view);
      const products = model.rows[filter].flatMap((factor, k) => [
        k ? " + " : `y[${[filter, ...place].join(", ")}] = `,
        html("span", { class: "factor" }, bracketed(fraction(factor))),
        ` ${TIMES} ${bracketed(number(model.columns[k][column]))}`,
      ]);
      return [[...products, " = ", html("span", { class: "result" }, number(model.out[filter][place[0]][place[1]]))]];
    }

    lines({ model, settings }) {
      const pixels = settings.channels * settings.size[0] * settings.size[1];
      const [taps, windows] = sizeOf(model.columns);
      const seen = new Set(model.cells.flat().filter(({ from }) => !from.includes(null)).map(({ from }) => from.join()));
      const unseen = settings.size[0] * settings.size[1] - seen.size;
      return [
        `Input ${sizes(settings.channels, ...settings.size)}, ${counted(pixels, "number")}. Matrix ${sizes(taps, windows)}, ` +
          `${taps * windows} numbers: ${number((taps * windows) / pixels)} times as many.`,
        `Product: ${sizes(settings.filters, taps)} times ${sizes(taps, windows)}, ` +
          `${settings.filters * taps * windows} multiplications.`,
        ...(unseen ? [`${counted(unseen, "place is", "places are")} in no window.`] : []),
      ];
    }

    code({ model, settings }) {
      const given = (pair) => (pair[0] === pair[1] ? `${pair[0]}` : `(${pair.join(", ")})`);
      const options = ["dilation", "padding", "stride"].map((key) => `, ${key}=${given(settings[key])}`).join("");
      return [
        "import torch",
        "import torch.nn.functional as F",
        "",
        tensor("x", [model.x]),
        tensor("weight", model.weight),
        `columns = F.unfold(x, weight.shape[2:]${options})[0]`,
        "product = weight.flatten(1) @ columns",
        `y = F.conv2d(x, weight${options})[0]`,
        "print(columns)",
        "print(product, torch.allclose(product, y.flatten(1)))",
      ].join("\n");
    }
  }

  customElements.define("mw-columns", Columns);
})(globalThis);
