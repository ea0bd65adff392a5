// Small helpers: making elements, writing numbers as the book does, copying to the clipboard.

(function (root) {
  "use strict";

  const make = (create) => (tag, attributes = {}, ...children) => {
    const node = create(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return node;
  };
  const html = make((tag) => document.createElement(tag));
  const svg = make((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));

  const MINUS = "\u2212";
  const TIMES = "\u00d7";

  /** A number as a reader writes it: no needless decimals, a true minus sign. */
  function number(value, digits = 2) {
    if (Number.isNaN(value)) return "nan";
    if (value === Infinity || value === -Infinity) return value > 0 ? "∞" : `${MINUS}∞`;
    const text = String(Number(value.toFixed(digits)) || 0);
    return text.replace("-", MINUS);
  }

  /** A kernel's number: 1/9 says more than 0.11. What is no simple fraction gets `digits` decimals. */
  function fraction(value, digits = 2) {
    for (let below = 1; below <= 64; below += 1) {
      const above = Math.round(value * below);
      if (Math.abs(above / below - value) < 1e-9) return below === 1 ? number(above) : `${number(above)}/${below}`;
    }
    return number(value, digits);
  }

  /** A number inside of a sum: negative ones in brackets. */
  const bracketed = (text) => (text.startsWith(MINUS) ? `(${text})` : text);

  /** 1 pixel, 2 pixels */
  const counted = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

  const sizes = (...numbers) => numbers.join(` ${TIMES} `);

  /** A line of Python that makes a tensor of nested arrays, row by row; of floats, because layers take nothing else. */
  function tensor(name, values) {
    const opening = `${name} = torch.tensor(`;
    const write = (part, indent) => {
      if (!Array.isArray(part[0])) return `[${part.map((n) => (Number.isInteger(n) ? `${n}.` : `${n}`)).join(", ")}]`;
      return `[${part.map((each) => write(each, indent + 1)).join(`,\n${" ".repeat(indent + 1)}`)}]`;
    };
    return `${opening}${write(values, opening.length)})`;
  }

  /** Copy text; true if it worked. A page from disk or from a plain http address may have no clipboard of its own. */
  async function copy(text, host) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const area = html("textarea", { readonly: true, "aria-label": "Text to copy" });
      const before = host.activeElement;
      area.value = text;
      host.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      before?.focus();
      return done;
    }
  }

  root.MagicWindow = Object.assign(root.MagicWindow || {}, {
    dom: { html, svg, MINUS, TIMES, number, fraction, bracketed, counted, sizes, tensor, copy },
  });
})(globalThis);
