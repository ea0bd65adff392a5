// The base of every explorer: a custom element that keeps settings, steps through the outputs and tells what it shows.
//
// A subclass declares `static heading` and `static settings` (see settings.js) and says what they mean:
//   limit(wanted)          {value, reasons}: settings that torch takes (limits.js)
//   compute(settings)      the model: whatever the others need, and `stops`, the number of outputs
//   draw(view)             the drawings; the outputs as grids.js `answers`
//   status(view)           one or two sentences on the chosen output
//   workings(view)         lines (nodes or text): how its number comes about
//   lines(view)            lines of text on the whole: sizes, parameters
//   code(view)             torch code for what is shown
//   whole(plane)           {out, what, taken}: what becomes of a whole picture (photo.js), in numbers and in words, and of
//                          which part of it; only where `static photo` says so
//   planes(view)           the numbers that a reader may type over: [{key, plane, title, values}], of settings "numbers"
// view is {settings, model, stop, playing}. What an output is, and which input it was made of, must be in its words too.

(function (root) {
  "use strict";

  const { Settings, look, dom, numbers, Photo } = root.MagicWindow;
  const { html, copy } = dom;
  const PACE = 800; // milliseconds from one output to the next
  const CALM = 400; // after so many without a change, the address is written: browsers limit how often that may happen

  class Explorer extends HTMLElement {
    static heading = "";
    static settings = [];
    static presets = []; // [name, query]: settings to begin from, each behind a button
    static photo = false;

    /** The axes that a pair of settings has in this state: a signal has columns only. */
    axes(settings) {
      return settings.dims === 1 ? [1] : [0, 1];
    }

    limit(wanted) {
      return { value: wanted, reasons: [] };
    }

    planes() {
      return [];
    }

    connectedCallback() {
      if (!this.shadowRoot) this.begin();
      this.photo.connect();
    }

    begin() {
      this.declared = new Settings(this.constructor.settings);
      const moved = [];
      const start = this.getAttribute("start") ?? "";
      const unknown = (text) => console.warn(`${this.localName}: no such setting: ${text}`);
      const options = { say: (reason) => moved.push(reason), unknown };
      this.start = this.declared.read(withoutStop(start), this.declared.starting(), options);
      const prefix = { prefix: this.prefix, say: options.say };
      this.wanted = this.declared.read(location.search, this.start, prefix);
      this.firstStop = Number(new URLSearchParams(start).get("at")) || 0;
      this.stop = Number(new URLSearchParams(location.search).get(`${this.prefix}at`) ?? this.firstStop) || 0;
      this.build();
      this.declared.unfold(this.wanted);
      this.settle(moved);
    }

    disconnectedCallback() {
      this.pause();
      this.photo.disconnect();
    }

    /** What this explorer's part of the page's address begins with. */
    get prefix() {
      return `${(this.id || this.localName).replace(/^explorer-/, "")}.`;
    }

    get view() {
      return { settings: this.settings, model: this.model, stop: this.stop, playing: this.timer !== undefined };
    }

    // ---- Building

    build() {
      const shadow = this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [look];
      const part = (name, tag, attributes = {}, ...children) =>
        (this.parts[name] = html(tag, { class: name, ...attributes }, ...children));
      const button = (text, press) => html("button", { type: "button", onclick: press }, text);
      this.parts = {};
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      this.playButton = button("Play", () => (this.timer === undefined ? this.play() : this.pause()));
      this.playButton.hidden = still;
      this.backButton = button("Back", () => this.go(this.stop - 1));
      this.stepButton = button("Step", () => this.go(this.stop + 1));
      this.scrub = html("input", { type: "range", min: 0, oninput: () => this.go(Number(this.scrub.value)) });
      const another = /-(\d+)$/.exec(this.id); // a page may hold several: each is a landmark with a name of its own
      this.editor = new numbers.NumberEditor((key, plane, placed) => this.typed(key, plane, placed));
      this.editor.node.hidden = !this.constructor.settings.some(({ kind }) => kind === "numbers");
      this.photo = new Photo((plane) => this.whole(plane));
      const landmark = this.constructor.heading + (another ? ` ${another[1]}` : "");
      shadow.append(
        html(
          "section",
          { class: "explorer", "aria-label": landmark },
          html("p", { class: "heading" }, this.constructor.heading),
          this.offered(),
          part("controls", "div", {}, this.declared.controls(() => this.settings, (key, value) => this.change(key, value))),
          this.editor.node,
          part("reasons", "div", { role: "alert" }),
          html(
            "div",
            { class: "player", role: "group", "aria-label": "Steps" },
            this.backButton,
            this.playButton,
            this.stepButton,
            html("label", {}, "Position", this.scrub),
          ),
          part("stage", "div"),
          part("status", "p", { role: "status", "aria-live": "polite" }),
          part("workings", "div", { tabindex: 0, role: "group", "aria-label": "Worked out" }),
          part("lines", "div"),
          this.photo.node,
          html(
            "details",
            { class: "torch" },
            html("summary", {}, "The same in PyTorch"),
            part("code", "pre", { tabindex: 0, role: "group", "aria-label": "PyTorch code" }),
            button("Copy code", (event) => this.copied(event.target, this.code(this.view))),
          ),
          html(
            "div",
            { class: "row" },
            button("Copy link to this setting", (event) => this.copied(event.target, this.link().href)),
            button("Start again", () => this.reset()),
          ),
        ),
      );
      shadow.append(html("div", { class: "still" }, html("slot"))); // on paper: what readers without scripts see
      this.parts.stage.addEventListener("click", ({ target }) => {
        const mine = target.closest("[data-edit]");
        if (mine) this.editor.edit(...mine.dataset.edit.split(","));
        else this.chosen(target.closest("[data-stop], [role=gridcell]"));
      });
      this.parts.stage.addEventListener("keydown", (event) => this.walk(event));
    }

    /** Buttons for the settings that have a name; none where there are none. */
    offered() {
      const button = ([name, query]) => html("button", { type: "button", onclick: () => this.take(query) }, name);
      const box = html("div", { class: "row", role: "group", "aria-label": "Begin from" }, this.constructor.presets.map(button));
      box.hidden = !this.constructor.presets.length;
      return box;
    }

    // ---- What the reader does

    take(query) {
      [this.wanted, this.stop] = [this.declared.read(query, this.declared.starting()), 0];
      this.pause();
      this.settle();
    }

    change(key, value) {
      this.wanted = { ...this.wanted, [key]: value };
      const own = this.constructor.settings.find(({ of }) => of === key);
      if (own && value === "own") {
        this.wanted[own.key] ??= this.shown(own.key); // to begin with, those that are there
        this.editor.node.open = true;
      }
      this.pause();
      this.settle();
    }

    /** Numbers were typed: `placed`, a list of [i, j, value], into a plane of the setting `key`; null: a field was left. */
    typed(key, plane, placed) {
      if (key === null) {
        this.editor.show(this.planes(this.view));
        return;
      }
      const { of } = this.constructor.settings.find((setting) => setting.key === key);
      const planes = (this.wanted[of] === "own" && structuredClone(this.wanted[key])) || []; // with what is out of sight now
      this.shown(key).forEach((values, p) =>
        values.forEach((row, i) => {
          planes[p] ??= [];
          planes[p][i] = [...row, ...(planes[p][i] ?? []).slice(row.length)];
        }),
      );
      const { values } = this.planes(this.view).find((each) => each.key === key && each.plane === plane);
      for (const [i, j, value] of placed) if (values[i]?.[j] !== undefined) planes[plane][i][j] = value;
      this.wanted = { ...this.wanted, [key]: planes, [of]: "own" };
      this.pause();
      this.settle();
    }

    /** A copy of the planes of the setting `key` as they are shown. */
    shown(key) {
      return structuredClone(this.planes(this.view).filter((each) => each.key === key).map(({ values }) => values));
    }

    reset() {
      [this.wanted, this.stop] = [structuredClone(this.start), this.firstStop];
      this.pause();
      this.settle();
    }

    go(stop) {
      this.pause();
      this.show(stop);
    }

    play() {
      if (this.stop >= this.model.stops - 1) this.stop = -1;
      this.timer = setInterval(() => (this.stop < this.model.stops - 1 ? this.show(this.stop + 1) : this.pause()), PACE);
      this.show(Math.max(0, this.stop));
    }

    pause() {
      if (this.timer === undefined) return;
      clearInterval(this.timer);
      this.timer = undefined;
      this.show(this.stop);
    }

    chosen(cell) {
      if (!cell) return;
      this.go(Number(cell.dataset.stop));
      this.focusChosen();
    }

    /** Arrow keys walk over the outputs; Home and End go along the row, Page Up and Page Down to the next channel. */
    walk(event) {
      const cell = event.target.closest("[role=gridcell]");
      if (!cell || event.altKey || event.metaKey) return;
      const [i, j] = cell.dataset.at.split(",").map(Number);
      const plane = Number(cell.dataset.plane);
      const row = [...cell.parentNode.children];
      const all = [...cell.closest("[role=grid]").querySelectorAll("[role=gridcell]")];
      const at = (p, a, b) => this.parts.stage.querySelector(`[data-plane="${p}"][data-at="${a},${b}"]`);
      const ends = event.ctrlKey ? all : row;
      const next = {
        ArrowLeft: () => at(plane, i, j - 1),
        ArrowRight: () => at(plane, i, j + 1),
        ArrowUp: () => at(plane, i - 1, j),
        ArrowDown: () => at(plane, i + 1, j),
        Home: () => ends[0],
        End: () => ends.at(-1),
        PageUp: () => at(plane - 1, i, j),
        PageDown: () => at(plane + 1, i, j),
      }[event.key];
      if (!next) return;
      event.preventDefault();
      this.chosen(next());
    }

    async copied(button, text) {
      const label = button.textContent;
      button.textContent = (await copy(text, this.shadowRoot)) ? "Copied" : "Copying is not allowed here";
      setTimeout(() => (button.textContent = label), 2000);
    }

    // ---- Showing

    /** The settings have changed. What the reader wanted is kept: where it fits again later, it comes back. */
    settle(moved = []) {
      const { value, reasons } = this.limit(this.wanted);
      this.settings = value;
      this.model = this.compute(value);
      this.declared.show(value, this.axes(value));
      const { parts } = this;
      parts.reasons.replaceChildren(...[...moved, ...reasons].map((reason) => html("p", {}, reason)));
      this.scrub.max = this.model.stops - 1;
      this.show(this.stop);
      this.editor.show(this.planes(this.view));
      this.photo.node.hidden = !this.constructor.photo || value.dims === "1";
      if (!this.photo.node.hidden) this.photo.show();
    }

    show(stop) {
      this.stop = Math.min(Math.max(stop, 0), this.model.stops - 1);
      const { parts, view } = this;
      const inside = this.shadowRoot.activeElement?.matches("[role=gridcell]");
      const scrolled = [...parts.stage.querySelectorAll(".scroll")].map((box) => box.scrollLeft);
      parts.stage.replaceChildren(...this.draw(view));
      parts.stage.querySelectorAll(".scroll").forEach((box, i) => (box.scrollLeft = scrolled[i] ?? 0));
      if (inside) this.focusChosen();
      parts.status.setAttribute("aria-live", view.playing ? "off" : "polite");
      parts.status.textContent = this.status(view);
      parts.workings.replaceChildren(...this.workings(view).map((line) => html("p", {}, line)));
      parts.lines.replaceChildren(...this.lines(view).map((line) => html("p", {}, line)));
      parts.code.textContent = this.code(view);
      this.scrub.value = this.stop;
      this.scrub.setAttribute("aria-valuetext", `${this.stop + 1} of ${this.model.stops}`);
      // Not `disabled`, which would take the focus away from who steps with the keyboard.
      this.backButton.setAttribute("aria-disabled", this.stop === 0);
      this.stepButton.setAttribute("aria-disabled", this.stop === this.model.stops - 1);
      this.playButton.textContent = view.playing ? "Pause" : "Play";
      clearTimeout(this.writing);
      if (!view.playing) this.writing = setTimeout(() => this.writeAddress(), CALM);
    }

    focusChosen() {
      this.parts.stage.querySelector('[role=gridcell][tabindex="0"]')?.focus();
    }

    // ---- The address

    /** The page's address with this explorer's settings in it; other explorers' settings stay. */
    link() {
      const url = new URL(location.href);
      for (const key of [...url.searchParams.keys()]) if (key.startsWith(this.prefix)) url.searchParams.delete(key);
      const written = this.declared.written(this.settings, this.start, this.axes(this.settings));
      if (this.stop !== this.firstStop) written.push(["at", this.stop]);
      for (const [key, text] of written) url.searchParams.set(this.prefix + key, text);
      if (this.id) url.hash = this.id;
      return url;
    }

    writeAddress() {
      const url = this.link();
      url.hash = location.hash;
      if (url.href !== location.href) history.replaceState(history.state, "", url);
    }
  }

  function withoutStop(query) {
    const rest = new URLSearchParams(query);
    rest.delete("at");
    return rest.toString();
  }

  root.MagicWindow = Object.assign(root.MagicWindow || {}, { Explorer });
})(globalThis);
