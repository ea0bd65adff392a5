// The pixel-path explorer: a few layers on a square picture; for every pixel of every layer, which input pixels it saw.

(function (root) {
  "use strict";

  const { arithmetic, dom, grids, Explorer } = root.MagicWindow;
  const { grid, outputSize, range, sum, ways } = arithmetic;
  const { html, counted, sizes } = dom;

  const UNIT = 27;
  const conv = (stride = 1, dilation = 1, padding = 0) => ({ kind: "convolution", kernel: 3, stride, dilation, padding });
  const POOL = { kind: "pool", kernel: 2, stride: 2, dilation: 1, padding: 0 };
  const STACKS = {
    three: ["three convolutions", [conv(), conv(), conv()]],
    pooled: ["convolution, pool, convolution", [conv(), POOL, conv()]],
    strided: ["two convolutions of stride 2", [conv(2), conv(2)]],
    dilated: ["dilations 1, 2, 3", [conv(), conv(1, 2), conv(1, 3)]],
    padded: ["three with padding 1", [conv(1, 1, 1), conv(1, 1, 1), conv(1, 1, 1)]],
  };
  const SETTINGS = [
    { key: "stack", label: "Layers", kind: "choice", group: "Layers", start: "pooled",
      choices: Object.entries(STACKS).map(([key, [text]]) => [key, text]) },
    { key: "size", label: "Picture, both sides", kind: "number", group: "Layers", min: 1, max: 13, start: 10 },
  ];

  /** How large the maps are, from the picture on: one side of each. */
  const sidesOf = (layers, size) =>
    layers.reduce((sides, { padding, ...layer }) => [...sides, outputSize(sides.at(-1), { ...layer, before: padding })], [size]);

  class PixelPath extends Explorer {
    static heading = "Explore: what a pixel saw";
    static settings = SETTINGS;

    limit(wanted) {
      const [, layers] = STACKS[wanted.stack];
      let size = wanted.size;
      while (Math.min(...sidesOf(layers, size)) < 1) size += 1;
      const reasons = size === wanted.size ? [] : [`Picture: ${size} instead of ${wanted.size}. These layers need as much.`];
      return { value: { ...wanted, size }, reasons };
    }

    /** Every pixel of every layer can be chosen: first those of the first layer, then those of the next. */
    compute({ stack, size }) {
      const [, layers] = STACKS[stack];
      const sides = sidesOf(layers, size);
      const before = sides.map((_, level) => sum(sides.slice(1, level).map((side) => side ** 2)));
      const place = (stop) => {
        const level = sides.findLastIndex((_, k) => k > 0 && before[k] <= stop);
        const rest = stop - before[level];
        return [level, Math.floor(rest / sides[level]), rest % sides[level]];
      };
      const stopOf = (level, i, j) => before[level] + i * sides[level] + j;
      return { layers, sides, place, stopOf, stops: before.at(-1) + sides.at(-1) ** 2 };
    }

    /** In how many ways the chosen pixel is made of those of each map below it, along rows and along columns. */
    seen({ model, stop }) {
      const [level, i, j] = model.place(stop);
      return [i, j].map((place) => ways(model.layers.slice(0, level), model.sides, place));
    }

    build() {
      super.build();
      this.parts.stage.addEventListener("pointermove", ({ target, pointerType }) => {
        const cell = target.closest("[role=gridcell]");
        if (pointerType === "mouse" && cell && Number(cell.dataset.stop) !== this.stop) this.go(Number(cell.dataset.stop));
      });
    }

    // ---- Drawings

    draw(view) {
      const seen = this.seen(view);
      const column = (panel) => html("div", { class: "column" }, panel);
      return view.model.sides.map((_, level) => column(level ? this.map(view, seen, level) : this.picture(view, seen)));
    }

    picture({ model }, [rows, columns]) {
      const most = Math.max(...rows[0]) * Math.max(...columns[0]);
      const cell = (i, j) => {
        const many = rows[0][i] * columns[0][j];
        const share = Math.round(25 + (75 * many) / most);
        const fill = many ? `color-mix(in srgb, var(--mw-window-tint) ${share}%, var(--mw-paper))` : "var(--mw-paper)";
        return { text: many ? `${many}` : "", fill, edge: many ? "var(--mw-window)" : "var(--mw-line)", ink: "var(--mw-ink)" };
      };
      const side = model.sides[0];
      const numbers = grids.rowsAsText(grid([side, side], (i, j) => rows[0][i] * columns[0][j]));
      const drawing = grids.image([side, side], { cell, width: UNIT, height: UNIT }, `Ways from every pixel: ${numbers}`);
      return grids.panel("Picture, and in how many ways", drawing);
    }

    map(view, [rows, columns], level) {
      const { model, stop } = view;
      const side = model.sides[level];
      const { kind, kernel, stride, dilation } = model.layers[level - 1];
      const more = [["stride", stride], ["dilation", dilation]].filter(([, value]) => value > 1);
      const name = [`Layer ${level}: ${kind} ${sizes(kernel, kernel)}`, ...more.map((pair) => pair.join(" "))].join(", ");
      const through = (i, j) => (rows[level]?.[i] ?? 0) * (columns[level]?.[j] ?? 0) > 0;
      const cell = (i, j) => {
        const chosen = model.stopOf(level, i, j) === stop;
        const colour = chosen ? "answer" : through(i, j) ? "kernel" : null;
        return {
          text: chosen ? "●" : "",
          fill: colour ? `var(--mw-${colour}-tint)` : "var(--mw-paper)",
          edge: colour ? `var(--mw-${colour})` : "var(--mw-line)",
          ink: "var(--mw-answer)",
          thick: chosen ? "var(--mw-answer)" : null,
        };
      };
      const stopOf = (i, j) => model.stopOf(level, i, j);
      const [chosenLevel, i, j] = model.place(stop);
      // One pixel of all is reached with Tab: of the other maps none.
      const chosen = chosenLevel === level ? model.stopOf(level, i, j) : -1;
      const label = (a, b) => `layer ${level}, row ${a}, column ${b}`;
      const plane = Array.from({ length: side }, () => Array(side).fill(0));
      const options = { cell, width: UNIT, height: UNIT };
      return grids.panel(name, grids.answers(plane, { plane: level, name, stopOf, chosen, label, options }));
    }

    // ---- Words

    extent(counts) {
      const there = range(counts.length).filter((place) => counts[place]);
      return { there, first: there[0], last: there.at(-1) };
    }

    status(view) {
      const { model, stop } = view;
      const [level, i, j] = model.place(stop);
      const [rows, columns] = this.seen(view).map((axis) => this.extent(axis[0]));
      const pixels = rows.there.length * columns.there.length;
      const whole = model.sides[0] ** 2;
      const along = ({ first, last }, one) => (first === last ? `${one} ${first}` : `${one}s ${first} to ${last}`);
      return [
        `Position ${stop + 1} of ${model.stops}: the pixel of layer ${level} in row ${i}, column ${j}`,
        `saw ${counted(pixels, "pixel")} of the picture's ${whole}: ${along(rows, "row")}, ${along(columns, "column")}.`,
      ].join(" ");
    }

    workings(view) {
      const { model, stop } = view;
      const [level] = model.place(stop);
      const [rows, columns] = this.seen(view);
      const side = (counts) => this.extent(counts).there.length;
      const lines = range(level).map((above) => {
        const at = level - 1 - above;
        const where = at ? `layer ${at}` : "the picture";
        return `In ${where} it saw ${sizes(side(rows[at]), side(columns[at]))} pixels.`;
      });
      const total = sum(rows[0]) * sum(columns[0]);
      const most = Math.max(...rows[0]) * Math.max(...columns[0]);
      return [...lines, `That is ${counted(total, "way")} down to the picture, ${most} at most to one pixel.`];
    }

    lines({ model }) {
      const maps = model.sides.map((side) => sizes(side, side)).join(" → ");
      return [`Maps: ${maps}. A pool of maxima hands on one of its ways; which one depends on the picture.`];
    }

    code(view) {
      const { model, stop } = view;
      const [level, i, j] = model.place(stop);
      const layers = model.layers.slice(0, level).map(({ kind, kernel, stride, dilation, padding }) => {
        if (kind === "pool") return `    torch.nn.AvgPool2d(${kernel}),`;
        const options = [["stride", stride, 1], ["padding", padding, 0], ["dilation", dilation, 1]];
        const given = options.filter(([, value, plain]) => value !== plain).map(([key, value]) => `, ${key}=${value}`);
        return `    torch.nn.Conv2d(1, 1, ${kernel}${given.join("")}, bias=False),`;
      });
      const side = model.sides[0];
      return [
        "import torch",
        "",
        "net = torch.nn.Sequential(",
        ...layers,
        ")",
        "for weight in net.parameters():",
        "    torch.nn.init.ones_(weight)",
        `x = torch.zeros(1, 1, ${side}, ${side}, requires_grad=True)`,
        "y = net(x)",
        `y[0, 0, ${i}, ${j}].backward()`,
        "print((x.grad[0, 0] != 0).int())  # 1: this pixel was seen",
      ].join("\n");
    }
  }

  customElements.define("mw-pixel-path", PixelPath);
})(globalThis);
