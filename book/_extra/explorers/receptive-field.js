// The receptive-field explorer: layers on top of each other, and the cone of what one output sees of the input.

(function (root) {
  "use strict";

  const { limits, dom, grids, arithmetic, Explorer } = root.MagicWindow;
  const { receptiveField, traced, outputSize, range, reach } = arithmetic;
  const { html, svg, counted, MINUS, TIMES } = dom;

  const MOST = 5;
  const START = { kernel: 3, stride: 1, dilation: 1 };
  const SETTINGS = [
    { key: "layers", label: "Layers", kind: "number", group: "Stack", min: 1, max: MOST, start: 2 },
    { key: "size", label: "Input places", kind: "number", group: "Stack", min: 1, max: 24, start: 12 },
    ...range(MOST).flatMap((i) => {
      const [n, group] = [i + 1, `Layer ${i + 1}`];
      const when = ({ layers }) => layers > i;
      return [
        { key: `kernel${n}`, label: `Kernel ${n}`, kind: "number", group, min: 1, max: 7, start: START.kernel, when },
        { key: `stride${n}`, label: `Stride ${n}`, kind: "number", group, min: 1, max: 4, start: START.stride, when },
        { key: `dilation${n}`, label: `Dilation ${n}`, kind: "number", group, min: 1, max: 4, start: START.dilation, when },
      ];
    }),
  ];
  const KEYS = Object.keys(START);
  const UNIT = 24; // from one input place to the next
  const BESIDE = 72; // room for what the levels are called
  const [HIGH, APART] = [24, 62];

  const layersOf = (settings) =>
    range(settings.layers).map((i) => Object.fromEntries(KEYS.map((key) => [key, settings[`${key}${i + 1}`]])));

  /** 0 to 4; 0, 2, 4 where there are gaps. */
  function listed(places) {
    const [first, last] = [places[0], places.at(-1)];
    if (places.length === 1) return `${first}`;
    return last - first === places.length - 1 ? `${first} to ${last}` : places.join(", ");
  }

  class ReceptiveField extends Explorer {
    static heading = "Explore: what one output sees";
    static settings = SETTINGS;
    static presets = [
      ["VGG's first blocks", "size=24&layers=5&kernel3=2&stride3=2"],
      ["ResNet's beginning", "size=24&layers=3&kernel1=7&stride1=2&kernel2=3&stride2=2"],
      ["WaveNet's first layers", "size=16&layers=3&kernel1=2&kernel2=2&dilation2=2&kernel3=2&dilation3=4"],
    ];

    /** A layer that is added comes unfolded. */
    connectedCallback() {
      const first = !this.shadowRoot;
      super.connectedCallback();
      if (first) for (const box of this.parts.controls.querySelectorAll("details")) box.open = true;
    }

    limit(wanted) {
      const { value, reasons } = limits.limitLayers({ size: wanted.size, layers: layersOf(wanted) });
      const kept = value.layers.flatMap((layer, i) => KEYS.map((key) => [`${key}${i + 1}`, layer[key]]));
      return { value: { ...wanted, ...Object.fromEntries(kept) }, reasons };
    }

    /** Of every level, the input first: how many places, and where in the input their middles lie. */
    compute(settings) {
      const layers = layersOf(settings);
      const levels = [{ size: settings.size, first: 0, step: 1, field: 1 }];
      receptiveField(layers).forEach(({ field, step }, i) => {
        const below = levels[i];
        const { kernel, dilation } = layers[i];
        const first = below.first + (below.step * (reach(kernel, dilation) - 1)) / 2;
        levels.push({ size: outputSize(below.size, layers[i]), first, step, field });
      });
      return { layers, levels, stops: levels.at(-1).size };
    }

    seen({ model, stop }) {
      return traced(model.layers, stop);
    }

    /** How many ways lead from every place of the input to the output: what an input counts if all weights are 1. */
    ways({ model, stop }) {
      const up = (i, level) =>
        level === 0
          ? [i]
          : range(model.layers[level - 1].kernel).flatMap((tap) => {
              const { stride, dilation } = model.layers[level - 1];
              return up(i * stride + tap * dilation, level - 1);
            });
      const counts = new Map();
      for (const place of up(stop, model.layers.length)) counts.set(place, (counts.get(place) ?? 0) + 1);
      return counts;
    }

    // ---- Drawings

    draw(view) {
      const { model } = view;
      const seen = this.seen(view);
      const at = (level, i) => BESIDE + (model.levels[level].first + i * model.levels[level].step + 0.5) * UNIT;
      const top = (level) => 20 + level * APART;
      const lines = model.layers.flatMap(({ kernel, stride, dilation }, level) =>
        seen[level + 1].flatMap((i) =>
          range(kernel).map((tap) =>
            svg("line", { x1: at(level, i * stride + tap * dilation), y1: top(level) + HIGH, x2: at(level + 1, i),
              y2: top(level + 1), stroke: "var(--mw-kernel)", "stroke-width": 1.5 }),
          ),
        ),
      );
      const levels = model.levels.map((_, level) => this.level(view, level, seen[level], at, top(level)));
      const ways = [...this.ways(view)].map(([place, count]) =>
        svg("text", { x: at(0, place), y: 11, class: "note", fill: "var(--mw-kernel)" }, `${count}`),
      );
      const title = svg("text", { x: 0, y: 11, class: "note", style: "text-anchor: start", fill: "var(--mw-kernel)" }, "ways");
      const [width, height] = [BESIDE + view.settings.size * UNIT + 3, top(model.layers.length) + HIGH + 3];
      const box = { viewBox: `0 0 ${width} ${height}`, width, height };
      const drawing = svg("svg", box, svg("g", { "aria-hidden": "true" }, lines, title, ways), levels);
      return [grids.panel(`Input above, output ${view.stop} of the last layer below, and the ways between them`, drawing)];
    }

    level(view, level, seen, at, y) {
      const { model, stop, playing } = view;
      const last = level === model.layers.length;
      const name = this.named(view, level);
      const { size } = model.levels[level];
      const colour = last ? "answer" : level ? "kernel" : "window";
      const cells = range(size).map((i) => {
        const chosen = seen.includes(i);
        const attributes = last ? this.cell(view, i) : {};
        return svg("g", attributes,
          svg("rect", { x: at(level, i) - UNIT / 2 + 1, y, width: UNIT - 2, height: HIGH, rx: 3,
            fill: chosen ? `var(--mw-${colour}-tint)` : "var(--mw-paper)", stroke: `var(--mw-${chosen ? colour : "line"})`,
            "stroke-width": chosen ? 2.5 : 1 }),
          svg("text", { x: at(level, i), y: y + HIGH / 2 + 1, class: "small", fill: `var(--mw-${chosen ? colour : "muted"})`,
            "font-weight": chosen ? 700 : null }, last && playing && i > stop ? "" : `${i}`),
        );
      });
      const words = [level ? `layer ${level}` : "input", counted(size, "place")].map((text, line) =>
        svg("text", { x: 0, y: y + 6 + 14 * line, class: "small", style: "text-anchor: start",
          fill: line ? "var(--mw-muted)" : "var(--mw-ink)" }, text),
      );
      const called = svg("g", { "aria-hidden": "true" }, words);
      if (last) return svg("g", {}, called, svg("g", { role: "grid", "aria-label": name }, svg("g", { role: "row" }, cells)));
      const alt = `${name}, ${counted(size, "place")}: seen ${seen.length === 1 ? "is" : "are"} ${listed(seen)}.`;
      return svg("g", {}, called, svg("g", { role: "img", "aria-label": alt }, cells));
    }

    cell(view, i) {
      const [input] = traced(view.model.layers, i);
      return {
        role: "gridcell",
        tabindex: i === view.stop ? 0 : -1,
        "aria-selected": String(i === view.stop),
        "aria-label": `output ${i}, sees input ${listed(input)}`,
        "data-plane": 0,
        "data-at": `0,${i}`,
        "data-stop": i,
      };
    }

    named({ model }, level) {
      if (level === 0) return "Input";
      return level === model.layers.length ? `Layer ${level}, the outputs` : `Layer ${level}`;
    }

    // ---- Words

    status(view) {
      const { model, stop, settings } = view;
      const [input] = this.seen(view);
      const { field, step } = model.levels.at(-1);
      const holes = field - input.length;
      return [
        `Position ${stop + 1} of ${model.stops}: output ${stop} sees a field of ${field} of the`,
        `${counted(settings.size, "input place")}: ${listed(input)}.`,
        ...(holes ? [`Between them, ${counted(holes, "place is", "places are")} left out.`] : []),
        ...(model.stops > 1 ? [`The next output's field lies ${counted(step, "place")} further on.`] : []),
      ].join(" ");
    }

    workings(view) {
      const { model } = view;
      const seen = this.seen(view);
      const grown = model.layers.map(({ kernel, stride, dilation }, i) => {
        const [below, own] = [model.levels[i], model.levels[i + 1]];
        return [
          `Layer ${i + 1}: field = ${below.field} + (`,
          html("span", { class: "factor" }, `${kernel}`),
          ` ${MINUS} 1) ${TIMES} `,
          html("span", { class: "factor" }, `${dilation}`),
          ` ${TIMES} ${below.step} = `,
          html("span", { class: "result" }, `${own.field}`),
          `, step = ${below.step} ${TIMES} `,
          html("span", { class: "factor" }, `${stride}`),
          ` = ${own.step}`,
        ];
      });
      const path = [...seen].reverse().map((places, k) => {
        const level = model.layers.length - k;
        return `${level ? `layer ${level}` : "the input"}: ${listed(places)}`;
      });
      return [
        "Before any layer, a place sees itself: field = 1, step = 1.",
        ...grown,
        `What is seen, from below: ${path.join("; ")}.`,
      ];
    }

    lines({ model }) {
      const { field } = model.levels.at(-1);
      const counts = model.levels.map(({ size }) => size).join(" → ");
      return [
        `Places from layer to layer, without padding: ${counts}.`,
        `In a picture the same holds along rows and columns: the field is ${field} ${TIMES} ${field} pixels.`,
      ];
    }

    code({ model, stop, settings }) {
      const layers = model.layers.map(({ kernel, stride, dilation }) => {
        const options = [stride > 1 ? `, stride=${stride}` : "", dilation > 1 ? `, dilation=${dilation}` : ""].join("");
        return `    torch.nn.Conv1d(1, 1, ${kernel}${options}, bias=False),`;
      });
      return [
        "import torch",
        "",
        "net = torch.nn.Sequential(",
        ...layers,
        ")",
        "for weight in net.parameters():",
        "    torch.nn.init.ones_(weight)",
        `x = torch.zeros(1, 1, ${settings.size}, requires_grad=True)`,
        "y = net(x)",
        `y[0, 0, ${stop}].backward()`,
        "print(x.grad[0, 0])  # how many ways lead from each input to this output; 0 is not seen",
      ].join("\n");
    }
  }

  customElements.define("mw-receptive-field", ReceptiveField);
})(globalThis);
