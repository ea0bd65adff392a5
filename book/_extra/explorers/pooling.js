// The pooling explorer: what max, average, LP and adaptive pools make of every window of a picture.

(function (root) {
  "use strict";

  const { arithmetic, limits, dom, grids, samples, Explorer } = root.MagicWindow;
  const { adaptivePool, pool, poolSize, range, reach, sizeOf, sum } = arithmetic;
  const { html, number, bracketed, counted, sizes, tensor, MINUS, TIMES } = dom;

  const [INPUT, POOL, MOVES] = ["Input", "Pool", "How it moves"];
  const adaptive = ({ mode }) => mode.startsWith("adaptive");
  const SETTINGS = [
    { key: "picture", label: "Shows", kind: "choice", group: INPUT, start: "loud",
      choices: [["loud", "quiet and loud"], ["wall", "a wall"], ["edge", "dark, then bright"], ["mixed", "all kinds of numbers"],
        ["ramp", "a slope"], ["dot", "a single dot"], ["negative", "nothing above zero"], ["own", "your own numbers"]] },
    { key: "pixels", label: "Your pixels", kind: "numbers", of: "picture", start: null },
    { key: "size", label: "Size", kind: "pair", group: INPUT, min: 1, max: 8, start: [4, 7] },
    { key: "mode", label: "Which", kind: "choice", group: POOL, start: "max",
      choices: [["max", "max"], ["average", "average"], ["lp", "LP"], ["adaptive-max", "adaptive max"],
        ["adaptive-average", "adaptive average"]] },
    { key: "norm", label: "p", kind: "choice", group: POOL, start: "2", when: ({ mode }) => mode === "lp",
      choices: ["1", "2", "3", "4", "inf"].map((p) => [p, p === "inf" ? "infinity" : p]) },
    { key: "kernel", label: "Window", kind: "pair", group: POOL, min: 1, max: 4, start: [2, 3], when: (s) => !adaptive(s) },
    { key: "output", label: "Output size", kind: "pair", group: POOL, min: 1, max: 9, start: [2, 3], when: adaptive },
    { key: "stride", label: "Stride", kind: "pair", group: MOVES, min: 1, max: 4, start: [2, 2], when: (s) => !adaptive(s) },
    { key: "padding", label: "Padding", kind: "pair", group: MOVES, min: 0, max: 2, start: [0, 0],
      when: ({ mode }) => ["max", "average"].includes(mode) },
    { key: "pad", label: "count the padding (count_include_pad)", kind: "switch", group: MOVES, start: true,
      when: ({ mode }) => mode === "average" },
    { key: "dilation", label: "Dilation", kind: "pair", group: MOVES, min: 1, max: 3, start: [1, 1],
      when: ({ mode }) => mode === "max" },
    { key: "ceil", label: "a last window may hang over (ceil_mode)", kind: "switch", group: MOVES, start: false,
      when: (s) => !adaptive(s) },
  ];

  const SMALL = { 2: "²", 3: "³", 4: "⁴" };
  const ROOTS = { 2: ["square root", "squares"], 3: ["cube root", "cubes"], 4: ["fourth root", "fourth powers"] };

  /** The settings under the names that arithmetic.js and limits.js have for them. */
  const named = ({ mode, norm, pad, ...rest }) => ({
    ...rest,
    kind: mode.replace("adaptive-", ""),
    norm: norm === "inf" ? Infinity : Number(norm),
    countPadding: pad,
  });

  class Pooling extends Explorer {
    static heading = "Explore: pooling";
    static settings = SETTINGS;
    static photo = true;

    limit(wanted) {
      if (adaptive(wanted)) return { value: wanted, reasons: [] };
      const { value, reasons } = limits.limitPool(named(wanted));
      const { kernel, padding, dilation } = value;
      return { value: { ...wanted, kernel, padding, dilation }, reasons };
    }

    compute(settings) {
      const flat = named(settings);
      const [x] = samples.picture(flat.picture, 1, flat.size, flat.pixels);
      const none = { padding: [0, 0], over: [0, 0], spread: false };
      const result = this.pooled(x, settings);
      const [rows, columns] = result.sizes;
      const place = (stop) => [Math.floor(stop / columns), stop % columns];
      const room = adaptive(settings) ? none : this.room(flat, result.sizes);
      return { ...result, ...room, flat, x, place, stops: rows * columns };
    }

    pooled(x, settings) {
      const flat = named(settings);
      return adaptive(settings) ? adaptivePool(x, flat.output, flat.kind) : pool(x, flat);
    }

    /** The picture through the same pool; an adaptive one brings it to its few numbers too. */
    whole(plane) {
      const { settings } = this;
      const { flat } = this.model;
      const windows = adaptive(settings) ? `to ${sizes(...flat.output)} windows` : `windows of ${sizes(...flat.kernel)}`;
      return { out: this.pooled(plane, settings).out, what: `${settings.mode.replace("-", " ")} pooling, ${windows}` };
    }

    /** Padding all round, how far the last window hangs over it, and whether there are gaps between its places. */
    room({ size, kernel, stride, padding, dilation }, counts) {
      const over = counts.map((count, axis) => {
        const end = (count - 1) * stride[axis] - padding[axis] + reach(kernel[axis], dilation[axis]);
        return Math.max(0, end - size[axis] - padding[axis]);
      });
      return { padding, over, spread: dilation.some((step) => step > 1) };
    }

    /** Where a place lies: "input", "padding", or "beyond" both. */
    lies({ flat, padding }, place) {
      if (place.every((p, axis) => p >= 0 && p < flat.size[axis])) return "input";
      const within = place.every((p, axis) => p >= -padding[axis] && p < flat.size[axis] + padding[axis]);
      return within ? "padding" : "beyond";
    }

    /** The window at a stop: its cells with where they lie and what they count as (null: nothing), and the winner. */
    seen({ model, stop }) {
      const window = model.window(...model.place(stop));
      const outside = { max: -Infinity, average: model.flat.countPadding ? 0 : null, lp: null }[model.flat.kind];
      const cells = window.cells.map((cell) => {
        const lies = this.lies(model, cell.place);
        return { ...cell, lies, counts: lies === "input" ? cell.value : lies === "padding" ? outside : null };
      });
      const wins = ({ value }) => value !== null && this.size(model, value) === window.result;
      const winner = this.keeps(model) ? cells.find(wins) : null;
      const wide = new Set(cells.map(({ place }) => place[1])).size;
      return { ...window, cells, winner, wide, counted: cells.filter(({ counts }) => counts !== null) };
    }

    /** Does the answer stand in the window as it is? And what is compared? */
    keeps({ flat }) {
      return flat.kind === "max" || (flat.kind === "lp" && flat.norm === Infinity);
    }

    size({ flat }, value) {
      return flat.kind === "lp" ? Math.abs(value) : value;
    }

    planes({ model }) {
      return [{ key: "pixels", plane: 0, title: "Input", values: model.x }];
    }

    // ---- Drawings

    draw(view) {
      const seen = this.seen(view);
      const column = (panel) => html("div", { class: "column" }, panel);
      return [this.input(view, seen), this.window(view, seen), this.output(view)].map(column);
    }

    input({ model }, { cells, winner }) {
      const { flat, x, padding, over, spread } = model;
      const taps = new Map(cells.map((cell) => [cell.place.join(), cell]));
      const kept = winner?.place.join();
      const [darkest, brightest] = grids.span([x]);
      const filled = { max: `${MINUS}∞`, average: flat.countPadding ? "0" : "", lp: "" }[flat.kind];
      const cell = (a, b) => {
        const place = [a - padding[0], b - padding[1]];
        const [lies, tap] = [this.lies(model, place), taps.get(place.join())];
        const own = lies === "input";
        const value = own ? x[place[0]][place[1]] : null;
        const [fill, ink] = own ? grids.grey(value, darkest, brightest) : ["var(--mw-paper)", "var(--mw-ink)"];
        const wins = place.join() === kept;
        return {
          text: own ? number(value) : lies === "padding" ? filled : "",
          note: wins ? "kept" : null,
          fill: tap && !own ? "var(--mw-window-tint)" : fill,
          ink,
          edge: own ? "#808080" : "var(--mw-muted)",
          dashed: !own,
          faint: lies === "beyond",
          bold: wins,
          thick: tap && spread ? "var(--mw-window)" : null,
        };
      };
      const drawn = flat.size.map((size, axis) => size + 2 * padding[axis] + over[axis]);
      const [first, last] = [cells[0].place, cells.at(-1).place];
      const frame = {
        at: first.map((p, axis) => p + padding[axis]),
        size: first.map((p, axis) => last[axis] - p + 1),
        dashed: spread,
      };
      const alt = `Input: ${grids.rowsAsText(x)}${Math.max(...padding) ? ", and its padding" : ""}`;
      const place = (a, b) => [a - padding[0], b - padding[1]];
      const attributes = (a, b) =>
        this.lies(model, place(a, b)) === "input" ? { "data-edit": ["pixels", 0, ...place(a, b)].join() } : {};
      return grids.panel("Input", grids.image(drawn, { cell, frame, attributes, width: grids.roomy(x) }, alt));
    }

    /** What the window sees, and for LP pooling what becomes of each number. */
    window({ model }, { cells, winner, wide }) {
      const { flat } = model;
      const powers = flat.kind === "lp" && flat.norm > 1 && flat.norm < Infinity;
      const at = (a, b) => cells[a * wide + b];
      const cell = (a, b) => {
        const { value, counts } = at(a, b);
        return {
          text: counts === null ? "" : number(counts),
          note: powers && value !== null ? number(value ** flat.norm) : null,
          fill: counts === null ? "var(--mw-paper)" : "var(--mw-window-tint)",
          edge: "var(--mw-window)",
          ink: "var(--mw-ink)",
          dashed: value === null,
          bold: at(a, b) === winner,
          thick: at(a, b) === winner ? "var(--mw-answer)" : null,
        };
      };
      const name = powers ? `Window, and to the power ${flat.norm}` : "Window";
      const width = powers ? Math.max(36, ...cells.map(({ value }) => 7 * number((value ?? 0) ** flat.norm).length + 8)) : 36;
      const size = [cells.length / wide, wide];
      const rows = range(size[0]).map((a) => range(wide).map((b) => at(a, b).counts));
      const write = (value) => (value === null ? "nothing" : number(value));
      return grids.panel(name, grids.image(size, { cell, width }, `The window sees ${grids.rowsAsText(rows, write)}`));
    }

    output({ model, stop, playing }) {
      const { out, sizes: [, columns] } = model;
      const stopOf = (i, j) => i * columns + j;
      const label = (i, j) => `row ${i}, column ${j}: ${number(out[i][j])}`;
      const options = { name: "Output", stopOf, chosen: stop, label, hideAfter: playing ? stop : Infinity };
      return grids.panel("Output", grids.answers(out, options));
    }

    // ---- Words

    index({ model, stop }) {
      return `y[${model.place(stop).join(", ")}]`;
    }

    status(view) {
      const { model, stop } = view;
      const { flat } = model;
      const seen = this.seen(view);
      const along = (axis, one) => {
        const [first, last] = [seen.cells[0].place[axis], seen.cells.at(-1).place[axis]];
        const step = adaptive(view.settings) ? 1 : flat.dilation[axis];
        const places = first === last ? `${one} ${number(first)}` : `${one}s ${number(first)} to ${number(last)}`;
        return step > 1 && first !== last ? `${places} in steps of ${step}` : places;
      };
      const lie = (where) => seen.cells.filter(({ lies }) => lies === where).length;
      const outside = [[lie("padding"), "in the padding"], [lie("beyond"), "beyond the edge"]].filter(([many]) => many);
      const said = outside.map(([many, where]) => `${many} ${many === 1 ? "is" : "are"} ${where}`).join(" and ");
      const ignored = flat.kind === "average" && !flat.countPadding ? " (not counted)" : "";
      const apart = said ? `; of its ${counted(seen.cells.length, "place")}, ${said}${ignored}` : "";
      return [
        `Position ${stop + 1} of ${model.stops}: ${this.index(view)} is ${number(seen.result)}, ${this.meaning(model, seen)}.`,
        `The window covers ${along(0, "row")}, ${along(1, "column")}${apart}.`,
      ].join(" ");
    }

    meaning({ flat }, { winner, scale, counted: numbers }) {
      const many = counted(numbers.length, "number") + (scale > 1 ? ", scaled up as if the window were full" : "");
      if (flat.kind === "average") return `the mean of ${many}`;
      if (flat.kind === "lp" && flat.norm === 1) return `the sum of ${many}`;
      if (flat.kind === "lp" && flat.norm < Infinity) {
        const [root, powers] = ROOTS[flat.norm];
        return `the ${root} of the sum of ${many.replace(/numbers?/, numbers.length > 1 ? powers : powers.slice(0, -1))}`;
      }
      if (!winner) return "for it saw nothing but padding";
      const what = flat.kind === "lp" ? `the size of the largest of ${many}, signs left out` : `the largest of ${many}`;
      return `${what}; it stands in row ${winner.place[0]}, column ${winner.place[1]}`;
    }

    workings(view) {
      const { model } = view;
      const { flat } = model;
      const seen = this.seen(view);
      const { kind, norm } = flat;
      const powers = kind === "lp" && norm > 1 && norm < Infinity;
      const write = ({ counts }) => {
        if (kind === "max") return number(counts);
        if (kind === "lp" && norm === Infinity) return `|${number(counts)}|`;
        return bracketed(number(counts)) + (powers ? SMALL[norm] : "");
      };
      const rows = [...new Set(seen.counted.map(({ place }) => place[0]))];
      const inRow = rows.map((row) => seen.counted.filter(({ place }) => place[0] === row).map(write));
      const [between, opening, closing] = this.keeps(model) ? [", ", "max(", ")"] : [" + ", ...this.around(seen, powers, norm)];
      const lines = inRow.map((parts, line) => {
        const begins = line ? "" : `${this.index(view)} = ${opening}`;
        return `${begins}${parts.join(between)}${line < inRow.length - 1 ? between.trimEnd() : closing}`;
      });
      const total = sum(seen.counted.map(({ counts }) => counts ** norm));
      const scaled = this.scaled(seen);
      const base = scaled ? `(${number(total)}${scaled})` : bracketed(number(total));
      const middle = powers ? [`= ${base}^(1/${norm})`] : [];
      if (!lines.length) lines.push(`${this.index(view)} = the largest of nothing at all`);
      return [...lines, ...middle, ["= ", html("span", { class: "result" }, number(seen.result))]];
    }

    /** What stands before and behind the sum of the window's numbers. */
    around(seen, powers, norm) {
      if (seen.divisor !== null) return ["(", `) / ${seen.divisor}`];
      const scaled = this.scaled(seen);
      if (!powers) return scaled ? ["(", `)${scaled}`] : ["", ""];
      return scaled ? ["((", `)${scaled})^(1/${norm})`] : ["(", `)^(1/${norm})`];
    }

    /** torch counts an LP window that hangs over as if it were full. */
    scaled({ scale, cells, counted: numbers }) {
      return scale > 1 ? ` ${TIMES} ${cells.length} / ${numbers.length}` : "";
    }

    lines({ model, settings }) {
      const { flat, sizes: out, x } = model;
      const used = new Set();
      for (const stop of range(model.stops)) {
        for (const { place, value } of model.window(...model.place(stop)).cells) if (value !== null) used.add(place.join());
      }
      const unseen = flat.size[0] * flat.size[1] - used.size;
      const rest = unseen ? ` ${counted(unseen, "pixel is", "pixels are")} in no window at all.` : "";
      const whole = `Input ${sizes(...sizeOf(x))}, output ${sizes(...out)}. Nothing to learn.${rest}`;
      const says = adaptive(settings) ? (axis) => this.shares(model, axis) : (axis) => this.counting(model, axis);
      const partial = flat.kind === "lp" && flat.norm < Infinity && Math.max(...model.over) > 0;
      return [
        whole,
        `Rows: ${says(0)}`,
        `Columns: ${says(1)}`,
        ...(partial ? ["What hangs over is made up for: torch scales the sum as if the window were full."] : []),
      ];
    }

    /** The size formula with the numbers put in. */
    counting({ flat, sizes: out }, axis) {
      const of = (key) => flat[key][axis];
      const reached = `${of("dilation")} ${TIMES} (${of("kernel")} ${MINUS} 1)`;
      const room = `${of("size")} + 2 ${TIMES} ${of("padding")} ${MINUS} ${reached} ${MINUS} 1`;
      const [left, right] = flat.ceil ? ["⌈", "⌉"] : ["⌊", "⌋"];
      const numbers = { kernel: of("kernel"), stride: of("stride"), padding: of("padding"), dilation: of("dilation") };
      const free = Math.ceil((of("size") + 2 * of("padding") - reach(of("kernel"), of("dilation"))) / of("stride")) + 1;
      const dropped = flat.ceil && poolSize(of("size"), { ...numbers, ceil: true }) < free;
      const said = `${left}(${room}) / ${of("stride")}${right} + 1`;
      if (!dropped) return `${said} = ${out[axis]}`;
      return `${said} = ${free}, and one less, for the last would begin beyond the input: ${out[axis]}`;
    }

    /** Where the windows of an adaptive pool begin and end. */
    shares({ flat, windows, sizes: out }, axis) {
      const [size, count] = [flat.size[axis], out[axis]];
      const every = windows[axis].map(([from, to]) => (to - from === 1 ? `${from}` : `${from} to ${to - 1}`));
      const rule = `window i from ⌊i ${TIMES} ${size} / ${count}⌋ to before ⌈(i + 1) ${TIMES} ${size} / ${count}⌉`;
      return `${rule}: ${every.join("; ")}`;
    }

    code({ model, settings }) {
      const { flat, x } = model;
      const given = (pair) => (pair[0] === pair[1] ? `${pair[0]}` : `(${pair.join(", ")})`);
      const called = { max: "max", average: "avg", lp: "lp" }[flat.kind];
      const options = [];
      const add = (key, wanted, value) => wanted && options.push(`, ${key}=${value}`);
      if (!adaptive(settings)) {
        add("stride", given(flat.stride) !== given(flat.kernel), given(flat.stride));
        add("padding", Math.max(...flat.padding) > 0, given(flat.padding));
        add("dilation", Math.max(...flat.dilation) > 1, given(flat.dilation));
        add("ceil_mode", flat.ceil, "True");
        add("count_include_pad", flat.kind === "average" && !flat.countPadding, "False");
      }
      const norm = flat.norm === Infinity ? 'float("inf")' : flat.norm;
      const power = flat.kind === "lp" ? `${norm}, ` : "";
      const call = adaptive(settings)
        ? `F.adaptive_${called}_pool2d(x, (${flat.output.join(", ")}))`
        : `F.${called}_pool2d(x, ${power}${given(flat.kernel)}${options.join("")})`;
      const lines = ["import torch", "import torch.nn.functional as F", "", tensor("x", [[x]]), `y = ${call}`, "print(y[0])"];
      return lines.join("\n");
    }
  }

  customElements.define("mw-pooling", Pooling);
})(globalThis);
