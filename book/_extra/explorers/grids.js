// Drawing grids of numbers as SVG: pictures (read as images) and answers (walked through with the arrow keys).

(function (root) {
  "use strict";

  const { html, svg, number } = root.MagicWindow.dom;
  const EDGE = 3; // room for thick frames

  /** The grey of a pixel between the darkest and the brightest, and the ink to read on it. Data: no theme changes it. */
  function grey(value, darkest, brightest) {
    const level = Math.round(40 + (210 * (value - darkest)) / Math.max(brightest - darkest, 1e-9));
    return [`rgb(${level}, ${level}, ${level})`, level > 125 ? "#111" : "#fafafa"];
  }

  /** From 0 (or below) to the largest number: what `grey` is stretched over. */
  const span = (planes) => [Math.min(0, ...planes.flat(2)), Math.max(...planes.flat(2))];

  /**
   * A grid as SVG. `cell(i, j)` describes a cell: {text, fill, ink, edge, dashed, note: small text below, bold, faint,
   * thick: a heavy frame of that colour}. `attributes(i, j)` go on its group; `frame` {at, size, dashed, colour} goes
   * round cells.
   */
  function draw([rows, columns], { width = 36, height = 36, cell, attributes = () => ({}), frame = null }, ...root) {
    const box = [columns * width + 2 * EDGE, rows * height + 2 * EDGE];
    const heavy = [];
    const lines = Array.from({ length: rows }, (_, i) =>
      svg(
        "g",
        attributes(i, 0).role ? { role: "row" } : {},
        Array.from({ length: columns }, (_, j) => {
          const look = cell(i, j);
          const at = { x: EDGE + j * width, y: EDGE + i * height, width, height };
          const middle = at.x + width / 2;
          if (look.thick) heavy.push(svg("rect", { ...at, fill: "none", stroke: look.thick, "stroke-width": 3 }));
          const small = look.text.length * 8 > width - 4 ? "small" : null;
          return svg(
            "g",
            { ...attributes(i, j), opacity: look.faint ? 0.4 : null },
            svg("rect", { ...at, fill: look.fill, stroke: look.edge, "stroke-dasharray": look.dashed ? "3 3" : null }),
            svg("text", { x: middle, y: at.y + height * (look.note ? 0.36 : 0.52), fill: look.ink, class: small,
              "font-weight": look.bold ? 700 : null }, look.text),
            look.note ? svg("text", { x: middle, y: at.y + height * 0.76, fill: look.ink, class: "note" }, look.note) : null,
          );
        }),
      ),
    );
    if (frame) {
      const [[i, j], [high, wide]] = [frame.at, frame.size];
      const at = { x: EDGE + j * width, y: EDGE + i * height, width: wide * width, height: high * height };
      const style = frame.colour ? `stroke: ${frame.colour}` : null;
      heavy.push(svg("rect", { ...at, class: "frame", style, "stroke-dasharray": frame.dashed ? "6 4" : null }));
    }
    return svg(
      "svg",
      { viewBox: `0 0 ${box[0]} ${box[1]}`, width: box[0], height: box[1], ...Object.assign({}, ...root) },
      lines,
      svg("g", { "aria-hidden": "true" }, heavy),
    );
  }

  /** The numbers of a grid, row by row, for an alt text. */
  const rowsAsText = (plane, write = number) => plane.map((row) => row.map((value) => write(value)).join(" ")).join(", ");

  /** The width of cells in which every number of a plane has room. */
  const roomy = (plane, write = number) => Math.max(36, ...plane.flat().map((value) => 8 * write(value).length + 5));

  /** A grid that is a picture: `alt` says what it shows. */
  const image = (size, options, alt) => draw(size, options, { role: "img", "aria-label": alt });

  /**
   * Answers [rows][columns] of one `plane`. Exactly one cell, the `chosen` stop, can be reached with Tab; `label(i, j)`
   * is what it is called, `stopOf(i, j)` its place in the order of steps. `hideAfter`: later stops are still empty.
   */
  function answers(values, { plane = 0, name, stopOf, chosen, label, write = number, hideAfter = Infinity, options = {} }) {
    const looks = (i, j) => ({
      text: stopOf(i, j) > hideAfter ? "" : write(values[i][j]),
      fill: stopOf(i, j) > hideAfter ? "none" : "var(--mw-answer-tint)",
      edge: "var(--mw-answer)",
      ink: "var(--mw-answer)",
      bold: true,
      thick: stopOf(i, j) === chosen ? "var(--mw-window)" : null,
    });
    const longest = Math.max(...values.flat().map((value) => write(value).length));
    return draw(
      [values.length, values[0].length],
      {
        width: Math.max(38, 9 * longest + 6),
        cell: looks,
        attributes: (i, j) => ({
          role: "gridcell",
          tabindex: stopOf(i, j) === chosen ? 0 : -1,
          "aria-selected": String(stopOf(i, j) === chosen),
          "aria-label": label(i, j),
          "data-plane": plane,
          "data-at": `${i},${j}`,
          "data-stop": stopOf(i, j),
        }),
        ...options,
      },
      { role: "grid", "aria-label": name },
    );
  }

  /** A drawing with its title. What is wider than a phone scrolls in its own box. */
  const panel = (title, ...drawings) =>
    html("div", { class: "panel" }, html("p", { class: "title" }, title), html("div", { class: "scroll" }, drawings));

  root.MagicWindow = Object.assign(root.MagicWindow || {}, {
    grids: { grey, span, draw, rowsAsText, roomy, image, answers, panel },
  });
})(globalThis);
