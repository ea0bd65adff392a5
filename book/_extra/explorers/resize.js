// The resize explorer: a picture made larger or smaller, and what of the old pixels each new one takes.

(function (root) {
  "use strict";

  const { limits, dom, grids, samples, arithmetic, Explorer } = root.MagicWindow;
  const { middle, resize, range } = arithmetic;
  const { html, svg, number, fraction, bracketed, sizes, tensor, MINUS, TIMES } = dom;

  const [HOW, PICTURE] = ["How", "Picture"];
  const SETTINGS = [
    { key: "mode", label: "Mode", kind: "choice", group: HOW, start: "bilinear",
      choices: [["nearest", "nearest: copy one pixel"], ["nearest-exact", "nearest-exact: by the centre"],
        ["bilinear", "bilinear: blend two"], ["bicubic", "bicubic: bend through four"], ["area", "area: the mean of a window"]] },
    { key: "corners", label: "align_corners", kind: "switch", group: HOW, start: false },
    { key: "antialias", label: "antialias", kind: "switch", group: HOW, start: false },
    { key: "picture", label: "Shows", kind: "choice", group: PICTURE, start: "slope",
      choices: [["slope", "a slope"], ["step", "a step"], ["edge", "dark, then bright"], ["dot", "a single dot"],
        ["mixed", "all kinds of numbers"], ["own", "your own numbers"]] },
    { key: "pixels", label: "Your pixels", kind: "numbers", of: "picture", start: null },
    { key: "size", label: "Old size", kind: "pair", group: PICTURE, min: 1, max: 8, start: [2, 2] },
    { key: "output", label: "New size", kind: "pair", group: PICTURE, min: 1, max: 10, start: [4, 4] },
  ];
  const ONE = ["row", "column"];
  const TINY = 1e-9;
  const BESIDE = { bilinear: 1, bicubic: 2 }; // how many places outside of the picture a blend may ask for
  const copies = ({ mode }) => mode.startsWith("nearest");

  /** A share as a reader writes it: 3/4, or decimals; of them four where the sum has to come out. */
  function share(weight, digits = 4) {
    const written = fraction(weight);
    if (written.includes("/") && Number(written.split("/")[1]) <= 16) return written;
    return number(weight, Math.abs(weight) < 0.005 ? 4 : digits);
  }

  class Resize extends Explorer {
    static heading = "Explore: resizing";
    static settings = SETTINGS;
    static photo = true;

    limit(wanted) {
      const { value, reasons } = limits.limitResize({ ...wanted, alignCorners: wanted.corners });
      const { alignCorners, ...rest } = value;
      return { value: { ...rest, corners: alignCorners }, reasons };
    }

    compute({ mode, corners, antialias, picture, pixels, size, output }) {
      const [x] = samples.picture(picture, 1, size, pixels);
      const { out, axes } = resize(x, output, { mode, alignCorners: corners, antialias });
      const used = axes.map((axis) =>
        axis.map(({ position, taps }) => ({ position, taps: taps.filter(({ weight }) => Math.abs(weight) > TINY) })),
      );
      const [low, high] = [Math.min(...x.flat()), Math.max(...x.flat())];
      const beyond = (value) => (value > high + TINY ? "over" : value < low - TINY ? "under" : null);
      return { x, out, axes: used, low, high, beyond, stops: output[0] * output[1] };
    }

    place({ stop, settings }) {
      return [Math.floor(stop / settings.output[1]), stop % settings.output[1]];
    }

    /** What the chosen output takes along both axes: [{position, taps}, {position, taps}] */
    chosenAlong(view) {
      return this.place(view).map((i, axis) => view.model.axes[axis][i]);
    }

    planes({ model }) {
      return [{ key: "pixels", plane: 0, title: "Old pixels", values: model.x }];
    }

    /** The middle of a picture, by the same factors. */
    whole(plane) {
      const { mode, corners, antialias, size, output } = this.settings;
      const factors = output.map((count, axis) => count / size[axis]);
      const taken = middle(plane, factors.map((factor) => Math.floor(plane.length / Math.max(1, factor))));
      const counts = factors.map((factor, axis) => Math.max(1, Math.round(arithmetic.sizeOf(taken)[axis] * factor)));
      const { out } = resize(taken, counts, { mode, alignCorners: corners, antialias });
      const by = sizes(...factors.map((factor) => number(factor)));
      return { taken, out, what: `${mode}${antialias ? ", antialias" : ""}, by ${by}` };
    }

    // ---- Drawings

    draw(view) {
      const { size, output } = view.settings;
      const there = [1, 0].filter((axis) => size[axis] > 1 || output[axis] > 1);
      const axes = (there.length ? there : [1]).map((axis) => this.axis(view, axis));
      return [this.input(view), html("div", { class: "column" }, axes), this.output(view)];
    }

    input(view) {
      const { x } = view.model;
      const [rows, columns] = this.chosenAlong(view);
      const total = new Map();
      for (const row of rows.taps)
        for (const column of columns.taps) {
          const at = `${row.from},${column.from}`;
          total.set(at, (total.get(at) ?? 0) + row.weight * column.weight);
        }
      const [darkest, brightest] = grids.span([x]);
      const cell = (i, j) => {
        const weight = total.get(`${i},${j}`);
        const [fill, ink] = grids.grey(x[i][j], darkest, brightest);
        const note = weight === undefined ? null : TIMES + share(weight, 2);
        return { text: number(x[i][j]), note, fill, ink, edge: "#808080", thick: note ? "var(--mw-window)" : null };
      };
      const longest = Math.max(...[...total.values()].map((weight) => share(weight, 2).length));
      const attributes = (i, j) => ({ "data-edit": `pixels,0,${i},${j}` });
      const options = { cell, attributes, width: Math.max(40, grids.roomy(x), 7 * longest + 14) };
      return grids.panel("Old pixels", grids.image(view.settings.size, options, `Old pixels: ${grids.rowsAsText(x)}`));
    }

    /** The old pixels along one axis, the centres of the new ones below them, and what the chosen one takes. */
    axis(view, axis) {
      const { model, settings } = view;
      const nearest = settings.mode === "nearest";
      const beside = settings.antialias ? 0 : BESIDE[settings.mode] ?? 0; // with antialias, what lies outside is left out
      const [size, count] = [settings.size[axis], settings.output[axis]];
      const unit = Math.min(54, 400 / (size + 2 * beside));
      const chosen = this.place(view)[axis];
      const { position, taps } = model.axes[axis][chosen];
      const at = (place) => 12 + (place + beside + 0.5) * unit;
      const spot = (i) => at(model.axes[axis][i].position - (nearest ? 0.5 : 0)); // a copy asks where a pixel begins
      const [top, tall, bottom] = [3, 40, 92];
      const pixels = range(size + 2 * beside).map((k) => {
        const place = k - beside;
        const outside = place < 0 || place >= size;
        const tap = taps.find((t) => t.place === place);
        if (outside && !tap) return null;
        const box = { x: at(place) - unit / 2, y: top, width: unit, height: tall };
        return svg("g", {},
          svg("rect", { ...box, fill: tap ? "var(--mw-window-tint)" : "var(--mw-paper)", stroke: "var(--mw-muted)",
            "stroke-dasharray": outside ? "3 3" : null }),
          svg("text", { x: at(place), y: top + (tap ? 13 : 21), fill: "var(--mw-ink)", class: "small" }, number(place)),
          tap ? svg("text", { x: at(place), y: top + 29, class: "note", fill: this.ink(tap) }, share(tap.weight, 2)) : null,
        );
      });
      const lines = taps.map((tap) =>
        svg("line", { x1: at(tap.place), y1: top + tall, x2: spot(chosen), y2: bottom, stroke: this.ink(tap),
          "stroke-width": 1 + 3 * Math.abs(tap.weight), "stroke-dasharray": tap.weight < 0 ? "4 3" : null }),
      );
      const roomy = count < 2 || Math.abs(spot(1) - spot(0)) >= 17;
      const dots = range(count).map((i) => {
        const own = i === chosen;
        return svg("g", {},
          svg("circle", { cx: spot(i), cy: bottom, r: own ? 7 : 4, fill: own ? "var(--mw-answer)" : "var(--mw-answer-tint)",
            stroke: "var(--mw-answer)" }),
          own || roomy ? svg("text", { x: spot(i), y: bottom + 19, class: "small", fill: "var(--mw-answer)",
            "font-weight": own ? 700 : null }, `${i}`) : null,
        );
      });
      const width = 2 * 12 + (size + 2 * beside) * unit;
      const takes = this.takes(taps, ONE[axis]);
      const lies = `${nearest ? "begins" : "lies"} at ${number(position)}`;
      const alt = `Along the ${ONE[axis]}s, output ${chosen} of ${count} ${lies}: ${takes}.`;
      const drawing = svg("svg", { viewBox: `0 0 ${width} 122`, width, height: 122, role: "img", "aria-label": alt },
        pixels.filter(Boolean), lines, dots);
      const title = `${axis ? "Columns" : "Rows"}: old above, ${nearest ? "where each new one begins" : "new centres"} below`;
      return grids.panel(title, drawing);
    }

    ink({ weight }) {
      return weight < 0 ? "var(--mw-window)" : "var(--mw-kernel)";
    }

    output(view) {
      const { model, stop, playing, settings } = view;
      const columns = settings.output[1];
      const stopOf = (i, j) => i * columns + j;
      const label = (i, j) => {
        const beyond = model.beyond(model.out[i][j]);
        return `row ${i}, column ${j}${beyond ? `, ${beyond} the old range` : ""}: ${number(model.out[i][j])}`;
      };
      const longest = Math.max(...model.out.flat().map((value) => number(value).length));
      const cell = (i, j) => {
        const later = playing && stopOf(i, j) > stop;
        const beyond = later ? null : model.beyond(model.out[i][j]);
        const colour = beyond ? "window" : "answer";
        return {
          text: later ? "" : number(model.out[i][j]),
          note: beyond,
          fill: later ? "none" : `var(--mw-${colour}-tint)`,
          edge: "var(--mw-answer)",
          ink: `var(--mw-${colour})`,
          bold: true,
          thick: stopOf(i, j) === stop ? "var(--mw-window)" : null,
        };
      };
      const options = { cell, width: Math.max(38, 9 * longest + 4) };
      return grids.panel("New pixels", grids.answers(model.out, { name: "New pixels", stopOf, chosen: stop, label, options }));
    }

    // ---- Words

    takes(taps, one) {
      const parts = taps.map(({ place, from, weight }) => {
        const instead = place === from ? "" : ` (there is none, so ${from} again)`;
        return `${share(weight)} of ${one} ${number(place)}${instead}`;
      });
      return parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
    }

    status(view) {
      const { model, stop, settings } = view;
      const [i, j] = this.place(view);
      const value = model.out[i][j];
      const [rows, columns] = this.chosenAlong(view);
      const where = `row ${number(rows.position)}, column ${number(columns.position)}`;
      const pixels = new Set(rows.taps.flatMap((row) => columns.taps.map((column) => `${row.from},${column.from}`))).size;
      const lies = settings.mode === "nearest" ? "It begins at" : "Its centre lies at";
      const copied = `${lies} ${where} and copies x[${rows.taps[0].from}, ${columns.taps[0].from}].`;
      const mean = settings.mode === "area" ? "is the mean of" : "takes from";
      const blended = `Its centre lies at ${where} of the old pixels, and it ${mean} ${pixels} of them.`;
      const beyond = model.beyond(value);
      const old = `the old pixels go from ${number(model.low)} to ${number(model.high)}`;
      return [
        `Position ${stop + 1} of ${model.stops}: y[${i}, ${j}] is ${number(value)}.`,
        copies(settings) ? copied : blended,
        ...(beyond ? [`It ${beyond === "over" ? "overshoots" : "undershoots"}: ${old}.`] : []),
      ].join(" ");
    }

    /** How the place of output i along an axis comes about. */
    located({ settings }, i, axis, { position, taps }) {
      const [size, count] = [settings.size[axis], settings.output[axis]];
      const name = axis ? "Column" : "Row";
      if (settings.mode === "nearest") return `${name}: ⌊${i} ${TIMES} ${size}/${count}⌋ = ${taps[0].from}`;
      if (copies(settings)) return `${name}: ⌊(${i} + 1/2) ${TIMES} ${size}/${count}⌋ = ${taps[0].from}`;
      if (settings.mode === "area") {
        const [first, end] = [`⌊${i} ${TIMES} ${size}/${count}⌋`, `⌈${i + 1} ${TIMES} ${size}/${count}⌉`];
        return `${name}: from ${first} to before ${end}, so ${this.takes(taps, ONE[axis])}.`;
      }
      const sum = !settings.corners
        ? `(${i} + 1/2) ${TIMES} ${size}/${count} ${MINUS} 1/2`
        : count > 1
          ? `${i} ${TIMES} (${size} ${MINUS} 1)/(${count} ${MINUS} 1)`
          : "a single output";
      return `${name}: ${sum} = ${number(position, 4)}, so ${this.takes(taps, ONE[axis])}.`;
    }

    workings(view) {
      const { model, settings } = view;
      const [i, j] = this.place(view);
      const [rows, columns] = this.chosenAlong(view);
      const index = `y[${i}, ${j}] = `;
      const located = [this.located(view, i, 0, rows), this.located(view, j, 1, columns)];
      const result = ["= ", html("span", { class: "result" }, number(model.out[i][j]))];
      if (copies(settings)) return [...located, [`${index}x[${rows.taps[0].from}, ${columns.taps[0].from}]`], result];
      const factor = (weight) => html("span", { class: "factor" }, bracketed(share(weight)));
      const sums = rows.taps.map((row, line) => [
        line ? "+ " : index,
        factor(row.weight),
        ` ${TIMES} (`,
        ...columns.taps.flatMap(({ from, weight }, k) => [
          k ? " + " : "",
          factor(weight),
          ` ${TIMES} ${bracketed(number(model.x[row.from][from]))}`,
        ]),
        ")",
      ]);
      return [...located, ...sums, result];
    }

    lines({ model, settings }) {
      const values = model.out.flat();
      const outside = values.filter((value) => model.beyond(value)).length;
      const from = (low, high) => `from ${number(low)} to ${number(high)}`;
      const found = from(Math.min(...values), Math.max(...values));
      return [
        `Input ${sizes(...settings.size)}, output ${sizes(...settings.output)}.`,
        `Old pixels ${from(model.low, model.high)}, new ones ${found}: ` +
          `${outside ? `${outside} of ${values.length} lie` : "none lies"} outside of the old range.`,
      ];
    }

    code({ model, settings }) {
      const { mode, corners, antialias, output } = settings;
      const blended = `, align_corners=${corners ? "True" : "False"}${antialias ? ", antialias=True" : ""}`;
      const aligned = copies({ mode }) || mode === "area" ? "" : blended;
      return [
        "import torch",
        "import torch.nn.functional as F",
        "",
        tensor("x", [[model.x]]),
        `y = F.interpolate(x, size=(${output.join(", ")}), mode="${mode}"${aligned})`,
        "print(y[0, 0])",
      ].join("\n");
    }
  }

  customElements.define("mw-resize", Resize);
})(globalThis);
