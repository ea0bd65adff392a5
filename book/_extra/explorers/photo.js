// What an operation makes of a whole picture: a photograph, one's own, or a drawing. A picture that a reader opens, drops
// or pastes stays on the page: nothing is sent anywhere.

(function (root) {
  "use strict";

  const { dom: { html, number, sizes }, arithmetic: { grid, range } } = root.MagicWindow;
  const SIDE = 112; // pixels of a picture, along both sides
  const BRUSH = 3.5;
  const GREY = [0.299, 0.587, 0.114]; // brightness by ITU-R BT.601
  const HERE = document.currentScript.src;
  let photograph; // loaded once, when it is first asked for

  /** The bundled photograph as a plane of 0 to 255: a script of its own, so that only those who look load it. */
  function loadPhotograph() {
    photograph ??= new Promise((resolve, reject) => {
      const script = html("script", { src: new URL("photograph.js", HERE).href });
      script.onload = () => {
        const bytes = Uint8Array.from(atob(root.MagicWindow.photograph), (letter) => letter.charCodeAt(0));
        resolve(grid([SIDE, SIDE], (i, j) => bytes[i * SIDE + j]));
      };
      script.onerror = () => reject(new Error("The photograph cannot be loaded."));
      document.head.append(script);
    });
    return photograph;
  }

  /** The middle of an image file, as a plane. */
  async function opened(file) {
    const image = await createImageBitmap(file);
    const side = Math.min(image.width, image.height);
    const canvas = new OffscreenCanvas(SIDE, SIDE);
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff"; // under what is transparent
    context.fillRect(0, 0, SIDE, SIDE);
    context.drawImage(image, (image.width - side) / 2, (image.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
    const { data } = context.getImageData(0, 0, SIDE, SIDE);
    return grid([SIDE, SIDE], (i, j) => Math.round(range(3).reduce((sum, c) => sum + GREY[c] * data[4 * (i * SIDE + j) + c], 0)));
  }

  /** Draw a plane in grey between two numbers. */
  function paint(canvas, plane, [low, high]) {
    [canvas.height, canvas.width] = [plane.length, plane[0].length];
    const context = canvas.getContext("2d");
    const image = context.createImageData(canvas.width, canvas.height);
    plane.flat().forEach((value, k) => {
      const level = (255 * (value - low)) / Math.max(high - low, 1e-9);
      image.data.set([level, level, level, 255], 4 * k);
    });
    context.putImageData(image, 0, 0);
  }

  /** What black and white stand for: 0 and 255 as in the picture where that holds all, else the ends; 0 lies in the middle. */
  function limits(plane) {
    const [low, high] = plane.flat().reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [0, 255]);
    const most = Math.max(-low, high);
    return low < 0 ? [-most, most] : [low, high];
  }

  /** A box with a picture before and after. `apply(plane)` gives {out, what}: the new plane, and in words what was done. */
  class Photo {
    constructor(apply) {
      this.apply = apply;
      const file = html("input", { type: "file", accept: "image/*", "aria-label": "Open a picture", hidden: true,
        onchange: () => this.take(file.files[0]) });
      const button = (text, press) => html("button", { type: "button", onclick: press }, text);
      this.before = html("canvas", { role: "img", "aria-label": "The picture" });
      this.after = html("canvas", { role: "img", "aria-label": "What becomes of it" });
      this.said = html("p", { class: "said", role: "status" });
      const shown = (title, canvas) => html("div", { class: "panel" }, html("p", { class: "title" }, title), canvas);
      this.node = html(
        "details",
        { class: "photo own" },
        html("summary", {}, "On a whole picture"),
        html("p", { class: "hint" }, "Or drop or paste a picture here. It stays on this page."),
        html(
          "div",
          { class: "row" },
          button("The cat", () => this.cat()),
          button("Open a picture…", () => file.click()),
          button("Draw one", () => this.blank()),
          file,
        ),
        html("div", { class: "pair" }, shown("Picture", this.before), shown("Output", this.after)),
        this.said,
      );
      this.node.addEventListener("toggle", () => this.node.open && (this.plane ? this.show() : this.cat()));
      this.node.addEventListener("dragover", (event) => event.preventDefault());
      this.node.addEventListener("drop", (event) => {
        event.preventDefault();
        this.take(event.dataTransfer.files[0]);
      });
      this.listen = (event) => this.pasted(event);
      this.before.addEventListener("pointerdown", (event) => this.stroke(event));
      this.before.addEventListener("pointermove", (event) => event.buttons && this.stroke(event));
    }

    connect() {
      document.addEventListener("paste", this.listen);
    }

    disconnect() {
      document.removeEventListener("paste", this.listen);
    }

    async cat() {
      await this.put(loadPhotograph(), "A cat's face in grey");
    }

    async take(file) {
      if (file) await this.put(opened(file), "Your picture, in grey");
    }

    /** Show the picture that is coming, unless the reader has chosen another one before it is there. */
    async put(coming, name) {
      [this.drawing, this.awaited] = [false, coming];
      try {
        const plane = await coming;
        if (this.awaited !== coming) return;
        [this.plane, this.name] = [plane, name];
      } catch (error) {
        if (this.awaited !== coming) return;
        this.said.textContent = coming === photograph ? error.message : "The browser cannot read this as a picture.";
        return;
      }
      this.show();
    }

    blank() {
      [this.drawing, this.name, this.awaited] = [true, "Your drawing", null];
      this.plane = grid([SIDE, SIDE], () => 0);
      this.show();
      this.said.textContent += " Draw on the left one.";
    }

    pasted(event) {
      const [file] = event.clipboardData?.files ?? [];
      const here = this.node.matches(":hover") || this.node.contains(this.node.getRootNode().activeElement);
      if (!file || !this.node.open || !here) return;
      event.preventDefault();
      this.take(file);
    }

    stroke(event) {
      if (!this.drawing) return;
      event.preventDefault();
      const box = this.before.getBoundingClientRect();
      const at = [((event.clientY - box.top) / box.height) * SIDE, ((event.clientX - box.left) / box.width) * SIDE];
      grid([SIDE, SIDE], (i, j) => {
        const ink = 255 * Math.min(1, Math.max(0, BRUSH - Math.hypot(i + 0.5 - at[0], j + 0.5 - at[1])));
        this.plane[i][j] = Math.max(this.plane[i][j], Math.round(ink));
      });
      this.show();
    }

    /** Show picture and output anew; nothing is computed while the box is closed. */
    show() {
      if (!this.node.open || !this.plane) return;
      this.node.classList.toggle("drawing", this.drawing);
      const { taken = this.plane, out, what } = this.apply(this.plane);
      const [low, high] = limits(out);
      paint(this.before, taken, [0, 255]);
      paint(this.after, out, [low, high]);
      const grey = low < 0 && high > 0 ? ", middle grey 0" : "";
      this.before.setAttribute("aria-label", `${this.name}, ${sizes(taken.length, taken[0].length)} pixels`);
      this.after.setAttribute("aria-label", `What becomes of it: ${what}`);
      this.said.textContent =
        `${sizes(taken.length, taken[0].length)} pixels in, ${sizes(out.length, out[0].length)} out: ${what}. ` +
        `In the output black is ${number(low)}${grey}, white ${number(high)}.`;
    }
  }

  root.MagicWindow = Object.assign(root.MagicWindow || {}, { Photo });
})(globalThis);
