// The transposed-convolution explorer: the print of one input after the other is added onto the output.

(function (root) {
  "use strict";

  const { arithmetic, limits, dom, grids, samples, Explorer } = root.MagicWindow;
  const { grid, middle, range, reach, transpose } = arithmetic;
  const { html, number, fraction, bracketed, counted, sizes, tensor, MINUS, TIMES } = dom;

  const [INPUT, KERNEL, LANDS] = ["Input", "Kernel", "Where it lands"];
  const SETTINGS = [
    { key: "dims", label: "Dimensions", kind: "choice", group: INPUT, start: "2",
      choices: [["2", "2-D, a picture"], ["1", "1-D, a signal"]] },
    { key: "picture", label: "Shows", kind: "choice", group: INPUT, start: "ink",
      choices: [["ink", "small numbers"], ["mixed", "all kinds of numbers"], ["ramp", "a slope"], ["dot", "a single dot"],
        ["negative", "nothing above zero"], ["own", "your own numbers"]] },
    { key: "pixels", label: "Your pixels", kind: "numbers", of: "picture", start: null },
    { key: "size", label: "Size", kind: "pair", group: INPUT, min: 1, max: 4, start: [2, 3] },
    { key: "weights", label: "Numbers", kind: "choice", group: KERNEL, start: "stamp",
      choices: [["stamp", "a stamp"], ["ones", "all 1"], ["counting", "1, 2, 3, …"], ["mean", "the mean"],
        ["upright", `right ${MINUS} left`], ["level", `below ${MINUS} above`], ["own", "your own numbers"]] },
    { key: "taps", label: "Your kernel", kind: "numbers", of: "weights", start: null },
    { key: "kernel", label: "Kernel size", kind: "pair", group: KERNEL, min: 1, max: 4, start: [3, 3] },
    { key: "stride", label: "Stride", kind: "pair", group: LANDS, min: 1, max: 3, start: [2, 2] },
    { key: "padding", label: "Padding (cuts off)", kind: "pair", group: LANDS, min: 0, max: 3, start: [0, 0] },
    { key: "output_padding", label: "Output padding", kind: "pair", group: LANDS, min: 0, max: 2, start: [0, 0] },
    { key: "dilation", label: "Dilation", kind: "pair", group: LANDS, min: 1, max: 2, start: [1, 1] },
    { key: "overlap", label: "count how many prints reach each output", kind: "switch", group: LANDS, start: true },
  ];

  /** A signal is a picture of one row: what does not exist along its missing axis is set to nothing. */
  function planar({ dims, output_padding: outputPadding, ...rest }) {
    const none = { size: 1, kernel: 1, stride: 1, padding: 0, outputPadding: 0, dilation: 1 };
    const given = { ...rest, outputPadding };
    const flat = ([key, value]) => [key, dims === "1" && key in none ? [none[key], value[1]] : value];
    return Object.fromEntries(Object.entries(given).map(flat));
  }

  class Transposed extends Explorer {
    static heading = "Explore: transposed convolution";
    static settings = SETTINGS;
    static photo = true;

    axes({ dims }) {
      return dims === "1" ? [1] : [0, 1];
    }

    limit({ output_padding: outputPadding, ...wanted }) {
      const { value, reasons } = limits.limitTransposed({ ...wanted, outputPadding, dims: Number(wanted.dims) });
      const { outputPadding: kept, ...rest } = value;
      return { value: { ...rest, output_padding: kept, dims: wanted.dims }, reasons };
    }

    compute(settings) {
      const flat = planar(settings);
      const x = samples.picture(flat.picture, 1, flat.size, flat.pixels);
      const weight = samples.kernels(flat.weights, 1, 1, flat.kernel, flat.taps);
      const result = transpose(x, weight, flat);
      const place = (stop) => [Math.floor(stop / flat.size[1]), stop % flat.size[1]];
      const stops = flat.size[0] * flat.size[1];
      const stopOf = (i, j) => i * flat.size[1] + j;
      /** What stands at an output after a stop, and what has come there by then. */
      const arrived = (a, b, stop) => result.terms(0, a, b).filter(({ from }) => stopOf(...from) <= stop);
      const after = (stop) =>
        grid(result.sizes, (a, b) => arrived(a, b, stop).reduce((total, { value, factor }) => total + value * factor, 0));
      return { ...result, flat, x: x[0], weight: weight[0][0], place, stopOf, stops, arrived, after };
    }

    planes({ model: { x, weight } }) {
      return [
        { key: "pixels", plane: 0, title: "Input", values: x },
        { key: "taps", plane: 0, title: "Kernel", values: weight },
      ];
    }

    /** The same kernel on the middle of a picture: where prints overlap unevenly, a pattern appears that is not in it. */
    whole(plane) {
      const { flat, weight } = this.model;
      const taken = middle(plane, flat.stride.map((step) => Math.floor(plane.length / step)));
      const { out } = transpose([taken], [[weight]], flat);
      return { taken, out: out[0], what: `the kernel of ${sizes(...flat.kernel)} at stride ${sizes(...flat.stride)}` };
    }

    // ---- Drawings

    draw(view) {
      const { settings } = view;
      const column = (...panels) => html("div", { class: "column" }, panels);
      return [
        column(this.input(view), this.kernel(view), this.print(view)),
        column(this.output(view)),
        ...(settings.overlap ? [column(this.overlap(view))] : []),
      ];
    }

    input({ model, settings, stop }) {
      const { x, stopOf } = model;
      const [darkest, brightest] = grids.span([x]);
      const cell = (i, j) => {
        const [fill, ink] = grids.grey(x[i][j], darkest, brightest);
        const chosen = stopOf(i, j) === stop;
        return { text: number(x[i][j]), fill, ink, edge: "#808080", bold: chosen, thick: chosen ? "var(--mw-window)" : null };
      };
      const label = (i, j) => `${settings.dims === "1" ? "" : `row ${i}, `}column ${j}: ${number(x[i][j])}`;
      const options = { name: "Input", stopOf, chosen: stop, label, options: { cell, width: grids.roomy(x) } };
      return grids.panel("Input", grids.answers(x, options));
    }

    kernel({ model }) {
      const { weight, flat } = model;
      const attributes = (a, b) => ({ "data-edit": `taps,0,${a},${b}` });
      return this.blue("Kernel", flat.kernel, (a, b) => fraction(weight[a][b]), attributes);
    }

    /** The kernel times the input whose turn it is. */
    print({ model, stop }) {
      const { weight, flat, x, place } = model;
      const [i, j] = place(stop);
      return this.blue(`${number(x[i][j])} ${TIMES} kernel`, flat.kernel, (a, b) => fraction(x[i][j] * weight[a][b]));
    }

    blue(name, size, text, attributes) {
      const look = { fill: "var(--mw-kernel-tint)", edge: "var(--mw-kernel)", ink: "var(--mw-kernel)", bold: true };
      const cell = (a, b) => ({ text: text(a, b), ...look });
      const width = Math.max(36, ...grid(size, text).flat().map((each) => 9 * each.length + 6));
      const alt = `${name}: ${grids.rowsAsText(grid(size, text), String)}`;
      return grids.panel(name, grids.image(size, { cell, width, attributes }, alt));
    }

    /** The sheet with what padding cuts off: where the output begins in it, and how large it is. */
    sheet({ flat, sizes: counts }) {
      const begins = flat.padding;
      const whole = counts.map((count, axis) => {
        const printed = (flat.size[axis] - 1) * flat.stride[axis] + reach(flat.kernel[axis], flat.dilation[axis]);
        return Math.max(printed, begins[axis] + count);
      });
      return { begins, whole };
    }

    /** Draw the sheet: `look(a, b)` for the outputs, paper for what is cut off, and the taps of the print framed. */
    onSheet({ model, stop }, alt, look) {
      const { flat } = model;
      const { begins, whole } = this.sheet(model);
      const prints = model.prints(...model.place(stop));
      const taps = new Map(prints.map((tap) => [tap.place.join(), tap]));
      const spread = flat.dilation.some((step) => step > 1);
      const height = whole[1] > 11 ? 30 : 36;
      const longest = Math.max(...grid(model.sizes, (a, b) => look(a, b).text.length).flat());
      const cell = (i, j) => {
        const [a, b] = [i - begins[0], j - begins[1]];
        const within = a >= 0 && b >= 0 && a < model.sizes[0] && b < model.sizes[1];
        const tap = taps.has([a, b].join());
        const paper = { fill: "var(--mw-paper)", edge: "var(--mw-muted)", ink: "var(--mw-muted)", dashed: true };
        const cut = { text: tap ? TIMES : "", ...paper };
        return { ...(within ? look(a, b) : cut), thick: tap && spread ? "var(--mw-kernel)" : null };
      };
      const frame = {
        at: prints[0].place.map((p, axis) => p + begins[axis]),
        size: flat.kernel.map((size, axis) => reach(size, flat.dilation[axis])),
        dashed: spread,
        colour: "var(--mw-kernel)",
      };
      return grids.image(whole, { cell, frame, height, width: Math.max(height, 8 * longest + 5) }, alt);
    }

    output(view) {
      const { model, stop } = view;
      const now = model.after(stop);
      const look = (a, b) => {
        const wet = model.arrived(a, b, stop).length > 0;
        const fill = wet ? "var(--mw-answer-tint)" : "none";
        const text = wet ? number(now[a][b]) : stop === model.stops - 1 ? "0" : "";
        return { text, fill, edge: "var(--mw-answer)", ink: "var(--mw-answer)", bold: true };
      };
      const name = `Output after ${stop + 1} of ${counted(model.stops, "print")}`;
      return grids.panel(name, this.onSheet(view, `${name}: ${grids.rowsAsText(now)}`, look));
    }

    /** How many prints reach each output, when all are done: the darker, the more. */
    overlap(view) {
      const { overlap } = view.model;
      const most = Math.max(1, ...overlap.flat());
      const look = (a, b) => {
        const share = Math.round((45 * overlap[a][b]) / most);
        const fill = `color-mix(in srgb, var(--mw-window) ${share}%, var(--mw-paper))`;
        return { text: String(overlap[a][b]), fill, edge: "var(--mw-muted)", ink: "var(--mw-ink)" };
      };
      const name = "How many prints reach it";
      return grids.panel(name, this.onSheet(view, `${name}: ${grids.rowsAsText(overlap)}`, look));
    }

    // ---- Words

    index(settings, name, at) {
      return `${name}[${(settings.dims === "1" ? [at[1]] : at).map(number).join(", ")}]`;
    }

    status({ model, settings, stop }) {
      const { flat, place } = model;
      const [i, j] = place(stop);
      const taps = model.prints(i, j);
      const along = (axis, one) => {
        const [first, last] = [taps[0].place[axis], taps.at(-1).place[axis]];
        const places = first === last ? `${one} ${number(first)}` : `${one}s ${number(first)} to ${number(last)}`;
        return flat.dilation[axis] > 1 && first !== last ? `${places} in steps of ${flat.dilation[axis]}` : places;
      };
      const where = [...(settings.dims === "1" ? [] : [along(0, "row")]), along(1, "column")].join(", ");
      const kept = taps.filter((tap) => tap.kept);
      const met = kept.filter((tap) => model.arrived(...tap.place, stop - 1).length > 0).length;
      const cut = taps.length - kept.length;
      const of = (many, one, more) => `${many} of its ${counted(taps.length, "number")} ${many === 1 ? one : more}`;
      const meets = met ? `${of(met, "meets", "meet")} what earlier prints have left there.` : "No earlier print has come there.";
      return [
        `Position ${stop + 1} of ${model.stops}: ${this.index(settings, "x", [i, j])} is ${number(model.x[i][j])}.`,
        `Its print falls on ${where} of the output, and is added.`,
        ...(cut ? [`${of(cut, "is", "are")} cut off by the padding.`] : []),
        ...(kept.length ? [meets] : []),
      ].join(" ");
    }

    workings({ model, settings, stop }) {
      const [i, j] = model.place(stop);
      const before = model.after(stop - 1);
      const after = model.after(stop);
      const sums = model.prints(i, j).filter(({ kept }) => kept).map(({ tap, place: [a, b] }) =>
        html(
          "span",
          {},
          `${this.index(settings, "y", [a, b])} = ${number(before[a][b])} + ${bracketed(number(model.x[i][j]))} ${TIMES} `,
          html("span", { class: "factor" }, bracketed(fraction(model.weight[tap[0]][tap[1]]))),
          " = ",
          html("span", { class: "result" }, number(after[a][b])),
        ),
      );
      const wide = Math.max(...sums.map(({ textContent }) => textContent.length));
      if (!sums.length) return ["All of this print is cut off."];
      return [html("span", { class: "sums", style: `--wide: ${0.9 * wide}ch` }, sums)];
    }

    lines({ model, settings }) {
      const { flat, sizes: counts } = model;
      const signal = settings.dims === "1";
      const shape = (pair) => (signal ? `of length ${pair[1]}` : sizes(...pair));
      const size = (axis) => {
        const of = (key) => flat[key][axis];
        const begin = `(${of("size")} ${MINUS} 1) ${TIMES} ${of("stride")} ${MINUS} 2 ${TIMES} ${of("padding")}`;
        const rest = `${of("dilation")} ${TIMES} (${of("kernel")} ${MINUS} 1) + ${of("outputPadding")} + 1`;
        return `${begin} + ${rest} = ${counts[axis]}`;
      };
      const all = model.overlap.flat();
      const [least, most] = [Math.min(...all), Math.max(...all)];
      const many = least === most ? counted(most, "print") : `${least} ${most - least > 1 ? "to" : "or"} ${most} prints`;
      const where = (signal ? [1] : [0, 1]).map((axis) => this.pattern(flat, axis)).join(" and ");
      return [
        `Input ${shape(flat.size)}, kernel ${shape(flat.kernel)}, output ${shape(counts)}.`,
        ...(signal ? [] : [`Rows: ${size(0)}`]),
        `Columns: ${size(1)}`,
        `Each output is reached by ${many}. Away from the edges, the prints lie ${where}.`,
      ];
    }

    /** How many taps of a kernel lie on each place between one print and the next: the same, or uneven. */
    pattern({ kernel, stride, dilation }, axis) {
      const taps = range(kernel[axis]).map((tap) => (tap * dilation[axis]) % stride[axis]);
      const counts = range(stride[axis]).map((rest) => taps.filter((tap) => tap === rest).length);
      const along = axis ? "along a row" : "down a column";
      if (new Set(counts).size === 1) return `${counts[0]} deep ${along} (even)`;
      return `${counts.join(", ")}, ${counts.join(", ")}, … deep ${along} (uneven)`;
    }

    code({ model, settings }) {
      const { flat, x, weight } = model;
      const signal = settings.dims === "1";
      const strip = (plane) => (signal ? plane[0] : plane);
      const given = (key) => {
        const pair = signal ? [flat[key][1]] : flat[key];
        return new Set(pair).size === 1 ? `${pair[0]}` : `(${pair.join(", ")})`;
      };
      const options = [["stride", "stride", "1"], ["padding", "padding", "0"], ["output_padding", "outputPadding", "0"],
        ["dilation", "dilation", "1"]].filter(([, key, plain]) => given(key) !== plain);
      return [
        "import torch",
        "import torch.nn.functional as F",
        "",
        tensor("x", [[strip(x)]]),
        tensor("weight", [[strip(weight)]]),
        `y = F.conv_transpose${settings.dims}d(x, weight${options.map(([name, key]) => `, ${name}=${given(key)}`).join("")})`,
        "print(y[0])",
      ].join("\n");
    }
  }

  customElements.define("mw-transposed", Transposed);
})(globalThis);
