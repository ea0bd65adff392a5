// The convolution explorer: a window over a picture or a signal, with everything that torch lets one set.

(function (root) {
  "use strict";

  const { arithmetic, limits, dom, grids, samples, Explorer } = root.MagicWindow;
  const { convolve, reach, turned, sum, range } = arithmetic;
  const { html, number, fraction, bracketed, counted, sizes, tensor, MINUS, TIMES } = dom;

  const [INPUT, KERNEL, PADDING, CHANNELS] = ["Input", "Kernel", "How it moves", "Channels"];
  const SETTINGS = [
    { key: "dims", label: "Dimensions", kind: "choice", group: INPUT, start: "2",
      choices: [["2", "2-D, a picture"], ["1", "1-D, a signal"]] },
    { key: "picture", label: "Shows", kind: "choice", group: INPUT, start: "edge",
      choices: [["edge", "dark, then bright"], ["mixed", "all kinds of numbers"], ["ramp", "a slope"], ["dot", "a single dot"],
        ["own", "your own numbers"]] },
    { key: "pixels", label: "Your pixels", kind: "numbers", of: "picture", start: null },
    { key: "size", label: "Size", kind: "pair", group: INPUT, min: 1, max: 8, start: [4, 5] },
    { key: "weights", label: "Numbers", kind: "choice", group: KERNEL, start: "upright",
      choices: [["upright", `right ${MINUS} left`], ["level", `below ${MINUS} above`], ["mean", "the mean"],
        ["counting", "1, 2, 3, …"], ["ones", "all 1"], ["sobel", "Sobel"], ["blur", "blur (Gaussian)"],
        ["own", "your own numbers"]] },
    { key: "taps", label: "Your kernel", kind: "numbers", of: "weights", start: null },
    { key: "kernel", label: "Kernel size", kind: "pair", group: KERNEL, min: 1, max: 5, start: [2, 3] },
    { key: "flip", label: "turn it first (true convolution)", kind: "switch", group: KERNEL, start: false },
    { key: "stride", label: "Stride", kind: "pair", group: PADDING, min: 1, max: 4, start: [1, 1] },
    { key: "dilation", label: "Dilation", kind: "pair", group: PADDING, min: 1, max: 3, start: [1, 1] },
    { key: "padding", label: "Padding", kind: "pair", group: PADDING, min: 0, max: 3, start: [0, 0], when: ({ same }) => !same },
    { key: "same", label: 'padding="same"', kind: "switch", group: PADDING, start: false },
    { key: "mode", label: "Padding mode", kind: "choice", group: PADDING, start: "zeros",
      choices: [["zeros", "zeros"], ["reflect", "reflect"], ["replicate", "replicate"], ["circular", "circular"]] },
    { key: "channels", label: "Channels in", kind: "number", group: CHANNELS, min: 1, max: 4, start: 1 },
    { key: "filters", label: "Channels out", kind: "number", group: CHANNELS, min: 1, max: 4, start: 1 },
    { key: "groups", label: "Groups", kind: "number", group: CHANNELS, min: 1, max: 4, start: 1 },
  ];

  /** A signal is a picture of one row: what does not exist along its missing axis is set to nothing. */
  function planar({ dims, size, kernel, stride, padding, dilation, ...rest }) {
    const flat = (pair, none) => (dims === "1" ? [none, pair[1]] : pair);
    return {
      ...rest,
      size: flat(size, 1),
      kernel: flat(kernel, 1),
      stride: flat(stride, 1),
      padding: flat(padding, 0),
      dilation: flat(dilation, 1),
    };
  }

  class Convolution extends Explorer {
    static heading = "Explore: convolution";
    static settings = SETTINGS;
    static photo = true;

    axes({ dims }) {
      return dims === "1" ? [1] : [0, 1];
    }

    limit(wanted) {
      const { value, reasons } = limits.limitConvolution({ ...wanted, dims: Number(wanted.dims) });
      return { value: { ...value, dims: wanted.dims }, reasons };
    }

    compute(settings) {
      const flat = planar(settings);
      const x = samples.picture(flat.picture, flat.channels, flat.size, flat.pixels);
      const weight = samples.kernels(flat.weights, flat.filters, flat.channels / flat.groups, flat.kernel, flat.taps);
      const used = flat.flip ? turned(weight) : weight;
      const result = convolve(x, used, flat);
      const [rows, columns] = result.sizes;
      const place = (stop) => [Math.floor(stop / (rows * columns)), Math.floor(stop / columns) % rows, stop % columns];
      return { ...result, flat, x, weight, used, place, stops: flat.filters * rows * columns };
    }

    planes({ model, settings }) {
      const { x, weight } = model;
      const inputs = x.map((values, plane) => ({ key: "pixels", plane, title: this.named("Input", plane, x.length), values }));
      const kernel = (values, filter, c) => {
        const title = this.kernelName(model, settings, filter, c).join(" ");
        return { key: "taps", plane: this.kernelPlane(model, filter, c), title, values };
      };
      return [...inputs, ...weight.flatMap((filters, filter) => filters.map((values, c) => kernel(values, filter, c)))];
    }

    /** The place of a kernel among the reader's own: the channels of one filter come after those of the other. */
    kernelPlane({ weight }, filter, c) {
      return filter * weight[0].length + c;
    }

    kernelName(model, { filters, channels }, filter, c) {
      const parts = [
        filters > 1 ? `of output ${filter}` : null,
        channels > 1 ? `for input ${model.firstChannel(filter) + c}` : null,
      ];
      return ["Kernel", ...parts.filter(Boolean)];
    }

    /** The first kernel, moved over the picture as it is over the numbers. */
    whole(plane) {
      const { flat, used } = this.model;
      const { out } = convolve([plane], [[used[0][0]]], { ...flat, groups: 1 });
      const said = ["stride", "dilation"].filter((key) => Math.max(...flat[key]) > 1);
      const how = said.map((key) => `, ${key} ${sizes(...flat[key])}`);
      return { out: out[0], what: `a kernel of ${sizes(...flat.kernel)}${how.join("")}` };
    }

    // ---- Drawings

    draw(view) {
      const [filter, i, j] = view.model.place(view.stop);
      const terms = view.model.terms(filter, i, j);
      const column = (panels) => html("div", { class: "column" }, panels);
      return [
        column(view.model.x.map((plane, channel) => this.input(view, terms, channel, plane))),
        column(view.model.used[filter].map((kernel, c) => this.kernel(view, filter, c, kernel))),
        column(view.model.out.map((plane, f) => this.output(view, f, plane))),
      ];
    }

    input({ model }, terms, channel, plane) {
      const { edges, flat } = model;
      const [top, left] = [edges[0][0], edges[1][0]];
      const tall = flat.size[0] + top + edges[0][1];
      const wide = flat.size[1] + left + edges[1][1];
      const taps = new Map(terms.filter((t) => t.channel === channel).map((t) => [t.place.join(), t]));
      const unused = taps.size === 0;
      const spread = flat.dilation.some((step) => step > 1);
      const [darkest, brightest] = grids.span(model.x);
      const cell = (a, b) => {
        const place = [a - top, b - left];
        const from = place.map((p, axis) => arithmetic.padded(p, flat.size[axis], flat.mode));
        const value = from.includes(null) ? 0 : plane[from[0]][from[1]];
        const tap = taps.get(place.join());
        const own = place.every((p, axis) => p === from[axis]);
        const [fill, ink] = own ? grids.grey(value, darkest, brightest) : ["var(--mw-paper)", "var(--mw-ink)"];
        return {
          text: number(value),
          note: tap ? TIMES + fraction(tap.factor) : null,
          fill: tap && !own ? "var(--mw-window-tint)" : fill,
          ink,
          edge: own ? "#808080" : "var(--mw-muted)",
          dashed: !own,
          faint: unused,
          thick: tap && spread ? "var(--mw-window)" : null,
        };
      };
      const first = terms[0].place;
      const covered = flat.kernel.map((k, axis) => reach(k, flat.dilation[axis]));
      const at = [first[0] + top, first[1] + left];
      const frame = unused ? null : { at, size: covered, dashed: spread };
      const name = this.named("Input", channel, flat.channels);
      const framed = edges.flat().some((amount) => amount > 0);
      const alt = `${name}: ${grids.rowsAsText(plane)}${framed ? ", and its padding" : ""}`;
      const own = (i, j) => i >= 0 && j >= 0 && i < flat.size[0] && j < flat.size[1];
      const attributes = (a, b) => (own(a - top, b - left) ? { "data-edit": `pixels,${channel},${a - top},${b - left}` } : {});
      const drawing = grids.image([tall, wide], { cell, frame, attributes, width: grids.roomy(plane) }, alt);
      return grids.panel(unused ? `${name} (another group)` : name, drawing);
    }

    kernel({ model, settings }, filter, c, kernel) {
      const look = { fill: "var(--mw-kernel-tint)", edge: "var(--mw-kernel)", ink: "var(--mw-kernel)", bold: true };
      const cell = (a, b) => ({ text: fraction(kernel[a][b]), ...look });
      const name = [...this.kernelName(model, settings, filter, c), ...(settings.flip ? ["(turned)"] : [])].join(" ");
      const size = model.flat.kernel;
      const typed = (a, b) => (settings.flip ? [size[0] - 1 - a, size[1] - 1 - b] : [a, b]);
      const attributes = (a, b) => ({ "data-edit": ["taps", this.kernelPlane(model, filter, c), ...typed(a, b)].join() });
      const options = { cell, attributes, width: grids.roomy(kernel, fraction) };
      return grids.panel(name, grids.image(size, options, `${name}: ${grids.rowsAsText(kernel, fraction)}`));
    }

    output({ model, stop, playing, settings }, filter, plane) {
      const [rows, columns] = model.sizes;
      const stopOf = (i, j) => filter * rows * columns + i * columns + j;
      const name = this.named("Output", filter, settings.filters);
      const label = (i, j) => `${settings.dims === "1" ? "" : `row ${i}, `}column ${j}: ${number(plane[i][j])}`;
      const options = { plane: filter, name, stopOf, chosen: stop, label, hideAfter: playing ? stop : Infinity };
      return grids.panel(name, grids.answers(plane, options));
    }

    named(what, channel, of) {
      return of > 1 ? `${what} channel ${channel}` : what;
    }

    // ---- Words

    /** What an output is called in code: y[0, 1, 2] */
    index({ model, stop, settings }) {
      const [filter, i, j] = model.place(stop);
      const at = settings.dims === "1" ? [j] : [i, j];
      return `y[${(settings.filters > 1 ? [filter, ...at] : at).join(", ")}]`;
    }

    status(view) {
      const { model, stop, settings } = view;
      const [filter, i, j] = model.place(stop);
      const terms = model.terms(filter, i, j);
      const along = (axis, one) => {
        const [first, last] = [terms[0].place[axis], terms.at(-1).place[axis]];
        const step = model.flat.dilation[axis];
        const places = first === last ? `${one} ${number(first)}` : `${one}s ${number(first)} to ${number(last)}`;
        return step > 1 && first !== last ? `${places} in steps of ${step}` : places;
      };
      const where = [...(settings.dims === "1" ? [] : [along(0, "row")]), along(1, "column")].join(", ");
      const outside = terms.filter(({ place, from }) => place.some((p, axis) => p !== from[axis])).length;
      return [
        `Position ${stop + 1} of ${model.stops}: ${this.index(view)} is ${number(model.out[filter][i][j])}.`,
        `The window covers ${where}${outside ? `; ${outside} of its ${terms.length} numbers lie in the padding` : ""}.`,
      ].join(" ");
    }

    workings(view) {
      const { model, stop } = view;
      const [filter, i, j] = model.place(stop);
      const terms = model.terms(filter, i, j);
      const wide = model.flat.kernel[1];
      const lines = range(terms.length / wide).map((line) => {
        const part = terms.slice(line * wide, (line + 1) * wide);
        const products = part.flatMap(({ value, factor }, k) => [
          k ? " + " : "",
          `${bracketed(number(value))} ${TIMES} `,
          html("span", { class: "factor" }, bracketed(fraction(factor))),
        ]);
        return [line ? "+ " : `${this.index(view)} = `, ...products];
      });
      const total = number(sum(terms.map(({ value, factor }) => value * factor)));
      return [...lines, ["= ", html("span", { class: "result" }, total)]];
    }

    lines({ model, settings }) {
      const { flat, edges } = model;
      const shape = (...head) => (size) => sizes(...head, ...(settings.dims === "1" ? [size[1]] : size));
      const perFilter = settings.channels / settings.groups;
      const size = (axis) => {
        const of = (key) => flat[key][axis];
        const reached = `${of("dilation")} ${TIMES} (${of("kernel")} ${MINUS} 1)`;
        const room = `${[of("size"), ...edges[axis]].join(" + ")} ${MINUS} ${reached} ${MINUS} 1`;
        return `⌊(${room}) / ${of("stride")}⌋ + 1 = ${model.sizes[axis]}`;
      };
      const count = settings.filters * perFilter * flat.kernel[0] * flat.kernel[1];
      return [
        `Input ${shape(settings.channels)(flat.size)}, weight ${shape(settings.filters, perFilter)(flat.kernel)}, ` +
          `output ${shape(settings.filters)(model.sizes)}. ${counted(count, "number")} to learn, without bias.`,
        ...(settings.dims === "1" ? [] : [`Rows: ${size(0)}`]),
        `Columns: ${size(1)}`,
      ];
    }

    code({ model, settings }) {
      const { flat, x, weight, edges } = model;
      const signal = settings.dims === "1";
      const strip = (plane) => (signal ? plane[0] : plane);
      const given = (key) => {
        const pair = signal ? [flat[key][1]] : flat[key];
        return new Set(pair).size === 1 ? `${pair[0]}` : `(${pair.join(", ")})`;
      };
      const plain = { stride: "1", padding: "0", dilation: "1" };
      const keys = ["stride", "padding", "dilation"].filter((key) => given(key) !== plain[key]);
      const byHand = flat.mode !== "zeros" && edges.flat().some((n) => n > 0);
      const options = keys.filter((key) => key !== "padding" || !(byHand || flat.same)).map((key) => `, ${key}=${given(key)}`);
      if (flat.same && !byHand) options.push(', padding="same"');
      if (flat.groups > 1) options.push(`, groups=${flat.groups}`);
      const amounts = (signal ? [1] : [1, 0]).flatMap((axis) => edges[axis]).join(", ");
      const turn = signal ? "-1" : "-2, -1";
      return [
        "import torch",
        "import torch.nn.functional as F",
        "",
        tensor("x", [x.map(strip)]),
        tensor("weight", weight.map((f) => f.map(strip))),
        ...(byHand ? [`x = F.pad(x, (${amounts}), mode="${flat.mode}")`] : []),
        ...(flat.flip ? [`weight = weight.flip(${turn})`] : []),
        `y = F.conv${settings.dims}d(x, weight${options.join("")})`,
        "print(y[0])",
      ].join("\n");
    }
  }

  customElements.define("mw-convolution", Convolution);
})(globalThis);
