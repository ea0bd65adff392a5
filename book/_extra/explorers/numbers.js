// One's own numbers: fields in the shape of the planes that an explorer shows, and how they stand in the address.
//
// Numbers are planes, [plane][row][column]. In an address a row is 1,2,3, rows are parted by ";" and planes by "|".

(function (root) {
  "use strict";

  const { html, fraction, number, MINUS } = root.MagicWindow.dom;
  const LARGEST = 999; // what still fits into a cell
  const LONGEST = 400; // how many numbers an address may bring

  /** The number that a reader means by -1.5, 1,5 or 1/9; null if it is none or too large. */
  function parsed(text) {
    const plain = text.trim().replace(MINUS, "-").replace(",", ".");
    const match = /^(-?(?:\d+\.?\d*|\.\d+))(?:\/(\d+))?$/.exec(plain);
    if (!match) return null;
    const value = Number(match[1]) / Number(match[2] ?? 1);
    return Number.isFinite(value) && Math.abs(value) <= LARGEST ? value : null;
  }

  /** Numbers in the words of an address; null if they are none. */
  function read(text) {
    const planes = text.split("|").map((plane) => plane.split(";").map((row) => row.split(",").map(parsed)));
    const all = planes.flat(2);
    return all.length <= LONGEST && !all.includes(null) ? planes : null;
  }

  /** A number as it is typed: in full, if four decimals or a simple fraction can say it. */
  const typeable = (value) => (Math.abs(value - value.toFixed(4)) < 1e-9 ? number(value, 4) : fraction(value, 4));

  /** The planes as they stand in an address. */
  function write(planes) {
    const row = (numbers) => numbers.map((value) => typeable(value).replace(MINUS, "-")).join(",");
    return (planes ?? []).map((plane) => plane.map(row).join(";")).join("|");
  }

  /** A box of fields. `changed(key, plane, [[i, j, value], ...])` hears of what was typed or pasted. */
  class NumberEditor {
    constructor(changed) {
      this.changed = changed;
      this.fields = html("div", { class: "fields" });
      this.said = html("p", { class: "said", role: "status" });
      this.node = html(
        "details",
        { class: "own" },
        html("summary", {}, "Your own numbers"),
        html("p", { class: "hint" }, "Type whole numbers, decimals or fractions into the fields, or paste a table."),
        this.fields,
        this.said,
      );
      this.fields.addEventListener("input", ({ target }) => this.typed(target));
      this.fields.addEventListener("paste", (event) => this.pasted(event));
      this.fields.addEventListener("keydown", (event) => this.walk(event));
      this.fields.addEventListener("focusout", ({ target }) => this.leave(target));
    }

    /** Show `planes`, a list of {key, plane, title, values}. A field that is being typed into is left alone. */
    show(planes) {
      const shape = JSON.stringify(planes.map(({ key, title, values }) => [key, title, values.length, values[0].length]));
      if (shape !== this.shape) this.fields.replaceChildren(...planes.map((each) => this.table(each)));
      this.shape = shape;
      for (const { key, plane, values } of planes)
        values.forEach((row, i) =>
          row.forEach((value, j) => {
            const field = this.field(key, plane, i, j);
            if (field === this.node.getRootNode().activeElement) return;
            field.value = typeable(value);
            field.removeAttribute("aria-invalid");
          }),
        );
    }

    table({ key, plane, title, values }) {
      const field = (i, j) =>
        html("input", { type: "text", autocomplete: "off", "aria-label": `${title}, row ${i}, column ${j}`,
          "data-key": key, "data-plane": plane, "data-i": i, "data-j": j });
      const rows = values.map((row, i) => html("div", { class: "line" }, row.map((_, j) => field(i, j))));
      return html("div", { role: "group", "aria-label": title }, html("p", { class: "title" }, title), rows);
    }

    field(key, plane, i, j) {
      return this.fields.querySelector(`[data-key="${key}"][data-plane="${plane}"][data-i="${i}"][data-j="${j}"]`);
    }

    /** Open the box at one of the fields, which can then be typed over. */
    edit(key, plane, i, j) {
      this.node.open = true;
      const field = this.field(key, plane, i, j);
      field?.focus();
      field?.select();
    }

    typed(field) {
      const value = parsed(field.value);
      const wrong = value === null && !["", "-", MINUS].includes(field.value.trim());
      field.setAttribute("aria-invalid", wrong);
      const refused = `“${field.value.slice(0, 20)}” is no number between ${MINUS}${LARGEST} and ${LARGEST}.`;
      this.said.textContent = wrong ? refused : "";
      if (value !== null) this.tell(field, [[Number(field.dataset.i), Number(field.dataset.j), value]]);
    }

    /** Several numbers at once fill the fields from this one on, to the right and down. */
    pasted(event) {
      const text = event.clipboardData?.getData("text") ?? "";
      const parts = (line) => line.replace(/[[\]()]/g, " ").trim().split(/[\s;]+|,\s+/);
      const rows = text.trim().split(/\r?\n/).map((line) => parts(line).filter(Boolean));
      if (rows.flat().length < 2) return;
      event.preventDefault();
      const { i, j } = event.target.dataset;
      const placed = rows.flatMap((row, down) => row.map((each, right) => [Number(i) + down, Number(j) + right, parsed(each)]));
      const wrong = placed.filter(([, , value]) => value === null).length;
      this.said.textContent = wrong ? `${wrong} of ${placed.length} pasted parts are no numbers, and were left out.` : "";
      event.target.blur();
      this.tell(event.target, placed.filter(([, , value]) => value !== null));
    }

    tell({ dataset }, placed) {
      if (placed.length) this.changed(dataset.key, Number(dataset.plane), placed);
    }

    /** What was left half typed becomes the number again that counts. */
    leave(field) {
      field.removeAttribute("aria-invalid");
      this.said.textContent = "";
      this.changed(null);
    }

    walk(event) {
      const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
      if (!step) return;
      const { key, plane, i, j } = event.target.dataset;
      const next = this.field(key, plane, Number(i) + step, j);
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.select();
    }
  }

  root.MagicWindow = Object.assign(root.MagicWindow || {}, { numbers: { NumberEditor, parsed, read, write } });
})(globalThis);
