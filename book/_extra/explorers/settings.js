// Settings declared as data: reading them from a query string, writing them into one, and the controls for them.
//
// A declaration: {key, label, kind, start, ...}. Kinds: "number" {min, max}, "pair" {min, max}: [rows, columns],
// "choice" {choices: [[value, text], ...]}, "switch", "numbers" {of}: the reader's own (numbers.js), which count while the
// choice `of` is "own". `group` is the box it stands in; what has none has no control. `when(values)` hides it.

(function (root) {
  "use strict";

  const { dom: { html }, numbers } = root.MagicWindow;
  const AXES = ["rows", "columns"];

  /** A whole number within the setting's limits, or null if it is none; `say` hears of it when it had to be moved. */
  function within({ label, min, max }, text, say) {
    if (!/^-?\d+$/.test(text.trim())) return null;
    const number = Number(text);
    const kept = Math.min(Math.max(number, min), max);
    if (kept !== number) say(`${label}: ${kept} instead of ${number}. It goes from ${min} to ${max} here.`);
    return kept;
  }

  const KINDS = {
    number: {
      read: within,
      write: String,
      control: (setting, name, change) => [stepper(setting, name, setting.label, change)],
      show: (nodes, value) => (nodes.querySelector("input").value = value),
    },
    pair: {
      read(setting, text, say) {
        const parts = text.split("x").map((part) => within(setting, part, say));
        return parts.includes(null) || parts.length > 2 ? null : [parts[0], parts.at(-1)];
      },
      write: (pair, axes) => [...new Set(axes.map((axis) => pair[axis]))].join("x"),
      control: (setting, name, change, now) =>
        AXES.map((axis, i) =>
          stepper(setting, `${name}-${axis}`, axis, (value) => change(i ? [now()[0], value] : [value, now()[1]])),
        ),
      show(nodes, value, axes) {
        nodes.querySelectorAll(".stepper").forEach((box, i) => {
          box.hidden = !axes.includes(i);
          box.querySelector("input").value = value[i];
        });
      },
    },
    choice: {
      read: ({ choices }, text) => (choices.some(([value]) => value === text) ? text : null),
      write: String,
      control: ({ label, choices }, name, change) => [
        html("label", { for: name }, label),
        html(
          "select",
          { id: name, onchange: (event) => change(event.target.value) },
          choices.map(([value, text]) => html("option", { value }, text)),
        ),
      ],
      show: (nodes, value) => (nodes.querySelector("select").value = value),
    },
    switch: {
      read: (_, text) => ({ 1: true, yes: true, true: true, 0: false, no: false, false: false })[text] ?? null,
      write: (value) => (value ? "1" : "0"),
      control: ({ label }, name, change) => [
        html("input", { type: "checkbox", id: name, onchange: (event) => change(event.target.checked) }),
        html("label", { for: name }, label),
      ],
      show: (nodes, value) => (nodes.querySelector("input").checked = value),
    },
    numbers: { read: (_, text) => numbers.read(text), write: numbers.write },
  };

  /** A number with buttons for less and more. The keyboard has its arrows, so the buttons are out of its way. */
  function stepper({ label, min, max }, name, text, change) {
    const input = html("input", { type: "number", id: name, min, max, step: 1, inputmode: "numeric" });
    const put = (value) => change(Math.min(Math.max(value, min), max));
    const press = (by) => () => put(Number(input.value) + by);
    input.addEventListener("input", () => /^\d+$/.test(input.value) && put(Number(input.value)));
    const button = (sign, by, what) =>
      html("button", { type: "button", tabindex: -1, "aria-label": `${label}, ${text}: ${what}`, onclick: press(by) }, sign);
    return html(
      "span",
      { class: "stepper" },
      html("label", { for: name }, text),
      html("span", { class: "buttons" }, button("−", -1, "one less"), input, button("+", 1, "one more")),
    );
  }

  class Settings {
    constructor(declared) {
      this.declared = declared;
    }

    starting() {
      return structuredClone(Object.fromEntries(this.declared.map(({ key, start }) => [key, start])));
    }

    /** `values` with what a query string says in their place. Reports what it says of no known setting to `unknown`. */
    read(query, values, { prefix = "", say = () => {}, unknown = () => {} } = {}) {
      const read = structuredClone(values);
      for (const [name, text] of new URLSearchParams(query)) {
        if (!name.startsWith(prefix)) continue;
        const setting = this.declared.find(({ key }) => key === name.slice(prefix.length));
        const value = setting ? KINDS[setting.kind].read(setting, text, say) : null;
        if (value === null) unknown(`${name}=${text}`);
        else read[setting.key] = value;
      }
      return read;
    }

    /** [key, text] of the settings that differ from `from`. Numbers that do not count now are left out. */
    written(values, from, axes) {
      const counts = ({ kind, of: choice }, of) => kind !== "numbers" || of[choice] === "own";
      const write = (setting, of) => (counts(setting, of) ? KINDS[setting.kind].write(of[setting.key], axes) : "");
      return this.declared
        .filter((setting) => write(setting, values) !== write(setting, from))
        .map((setting) => [setting.key, write(setting, values)]);
    }

    /** The controls, in the boxes of their groups: `now()` gives the values, `change(key, value)` hears of a new one. */
    controls(now, change) {
      this.nodes = new Map();
      const groups = new Map();
      for (const setting of this.declared.filter(({ group }) => group)) {
        const { key, kind, label, group } = setting;
        const parts = KINDS[kind].control(
          setting,
          `set-${key}`,
          (value) => change(key, value),
          () => now()[key],
        );
        const node =
          kind === "pair"
            ? html("fieldset", { class: "setting" }, html("legend", {}, label), parts)
            : html("div", { class: `setting ${kind}` }, parts);
        this.nodes.set(key, node);
        groups.set(group, [...(groups.get(group) ?? []), node]);
      }
      return [...groups].map(([name, nodes]) =>
        html("details", { class: "group" }, html("summary", {}, name), html("div", { class: "settings" }, nodes)),
      );
    }

    /** Unfold the first boxes, and those in which something was set; on a narrow screen the latter alone. */
    unfold(values, first = matchMedia("(max-width: 600px)").matches ? 0 : 2) {
      const boxOf = (node) => node.closest("details");
      const written = this.written(values, this.starting(), [0, 1]).filter(([key]) => this.nodes.has(key));
      const set = new Set(written.map(([key]) => boxOf(this.nodes.get(key))));
      const boxes = new Set([...this.nodes.values()].map(boxOf));
      [...boxes].forEach((box, i) => (box.open = i < first || set.has(box)));
    }

    show(values, axes) {
      for (const { key, kind, when } of this.declared.filter(({ group }) => group)) {
        const node = this.nodes.get(key);
        node.hidden = when ? !when(values) : false;
        KINDS[kind].show(node, values[key], axes);
      }
      for (const node of this.nodes.values()) {
        const shown = [...node.parentNode.children].some((other) => !other.hidden);
        node.closest("details").hidden = !shown; // a box of which nothing is left
      }
    }
  }

  root.MagicWindow = Object.assign(root.MagicWindow || {}, { Settings });
})(globalThis);
