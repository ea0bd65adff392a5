// What torch refuses, and what the explorers do instead: each function takes the settings wanted and returns
// {value, reasons}, the nearest settings that torch takes and why they differ. Pure, like arithmetic.js.

(function (root) {
  "use strict";

  const { edgesOf, outputSize, poolSize, reach, transposedSize } =
    typeof module === "object" ? require("./arithmetic.js") : root.MagicWindow.arithmetic;
  const AXES = ["rows", "columns"];

  class Limits {
    constructor(wanted) {
      this.value = structuredClone(wanted);
      this.reasons = [];
    }

    /** Put `to` in the place of a setting (of one axis of it), unless it is there already. */
    set(key, axis, to, name, why) {
      const [at, where] = axis === null ? [this.value, key] : [this.value[key], axis];
      if (at[where] === to) return;
      const label = axis === null || this.value.dims === 1 ? name : `${name}, ${AXES[axis]}`;
      this.reasons.push(`${label}: ${to} instead of ${at[where]}. ${why}`);
      at[where] = to;
    }

    cap(key, axis, most, name, why) {
      const now = axis === null ? this.value[key] : this.value[key][axis];
      if (now > most) this.set(key, axis, most, name, why);
    }

    /** Lower a setting of one axis until `fits(value)`; at 1 everything fits. */
    lower(key, axis, fits, name, why) {
      let to = this.value[key][axis];
      while (to > 1 && !fits(to)) to -= 1;
      this.set(key, axis, to, name, why);
    }
  }

  /** The axes that there are: a signal has columns only. */
  const axesOf = (settings) => (settings.dims === 1 ? [1] : [0, 1]);

  function limitConvolution(wanted) {
    const limits = new Limits(wanted);
    const { value } = limits;
    for (const axis of axesOf(value)) {
      const size = value.size[axis];
      if (value.same) {
        limits.set("stride", axis, 1, "Stride", 'torch takes padding="same" with stride 1 only.');
      } else if (value.mode === "reflect") {
        limits.cap("padding", axis, size - 1, "Padding", `A mirror needs less padding than there is input: ${size}.`);
      } else if (value.mode === "circular") {
        limits.cap("padding", axis, size, "Padding", `Going round once, there is no more than the input: ${size}.`);
      }
      const edges = (kernel) => edgesOf({ ...value, kernel: [kernel, kernel] })[axis];
      const most = { reflect: size - 1, circular: size }[value.mode] ?? Infinity;
      const fits = (kernel) => {
        const [before, after] = edges(kernel);
        const stops = outputSize(size, { kernel, before, after, dilation: value.dilation[axis] });
        return stops >= 1 && (!value.same || Math.max(before, after) <= most);
      };
      const wide = reach(value.kernel[axis], value.dilation[axis]);
      const room = size + (value.same ? 0 : 2 * value.padding[axis]);
      const why = value.same
        ? `"same" would need more padding than this padding mode has.`
        : `The window would reach over ${wide}, and the input with its padding has ${room}.`;
      limits.lower("kernel", axis, fits, "Kernel", why);
    }
    const divides = (n) => value.channels % n === 0 && value.filters % n === 0;
    let groups = value.groups;
    while (!divides(groups)) groups -= 1;
    const counts = `${value.channels} input and ${value.filters} output channels`;
    limits.set("groups", null, groups, "Groups", `They have to share out ${counts} evenly.`);
    return limits;
  }

  /** Only kind "max" has dilation, and "lp" has no padding. In ceil mode a window may hang over. */
  function limitPool(wanted) {
    const limits = new Limits(wanted);
    const { value } = limits;
    for (const axis of axesOf(value)) {
      const size = value.size[axis];
      if (value.kind !== "max") limits.set("dilation", axis, 1, "Dilation", "Only max pooling has it.");
      if (value.kind === "lp") limits.set("padding", axis, 0, "Padding", "LP pooling has none.");
      const room = size + 2 * value.padding[axis];
      const [dilation, stride] = [value.dilation[axis], value.stride[axis]];
      const wide = reach(value.kernel[axis], dilation);
      const half = (kernel) => Math.min(value.padding[axis], Math.floor(kernel / 2));
      const fits = (kernel) => poolSize(size, { kernel, stride, padding: half(kernel), dilation, ceil: value.ceil }) >= 1;
      const why = `The window would reach over ${wide}, and the input with its padding has ${room}.`;
      limits.lower("kernel", axis, fits, "Kernel", why);
      const kernel = value.kernel[axis];
      const rule = `torch allows half of the kernel (${kernel}) at most.`;
      limits.cap("padding", axis, Math.floor(kernel / 2), "Padding", rule);
    }
    return limits;
  }

  function limitTransposed(wanted) {
    const limits = new Limits(wanted);
    const { value } = limits;
    for (const axis of axesOf(value)) {
      const of = (key) => value[key][axis];
      const most = Math.max(of("stride"), of("dilation")) - 1;
      const why = "It has to be less than the stride or the dilation: one step more, and there would be another input.";
      limits.cap("outputPadding", axis, most, "Output padding", why);
      const whole = transposedSize(of("size"), {
        kernel: of("kernel"),
        stride: of("stride"),
        outputPadding: of("outputPadding"),
        dilation: of("dilation"),
      });
      const rest = `It is cut off twice, and something of ${whole} has to stay.`;
      limits.cap("padding", axis, Math.floor((whole - 1) / 2), "Padding", rest);
    }
    return limits;
  }

  /** Layers of {kernel, stride, dilation}, on an input of `size`: kernels are lowered until something comes out. */
  function limitLayers(wanted) {
    const limits = new Limits(wanted);
    let { size } = limits.value;
    limits.value.layers.forEach((layer, i) => {
      const from = layer.kernel;
      while (layer.kernel > 1 && outputSize(size, layer) < 1) layer.kernel -= 1;
      if (layer.kernel !== from)
        limits.reasons.push(`Layer ${i + 1}, kernel: ${layer.kernel} instead of ${from}. Only ${size} places are left.`);
      size = outputSize(size, layer);
    });
    return limits;
  }

  /** `direction` "shuffle" needs channels in multiples of factor squared, "unshuffle" sizes in multiples of factor. */
  function limitShuffle(wanted) {
    const limits = new Limits(wanted);
    const { value } = limits;
    const up = (number, step) => Math.ceil(number / step) * step;
    const { factor } = value;
    if (value.direction === "shuffle") {
      const why = `A block of ${factor} × ${factor} pixels takes ${factor ** 2} channels.`;
      limits.set("channels", null, up(value.channels, factor ** 2), "Channels", why);
    } else {
      for (const axis of [0, 1]) {
        limits.set("size", axis, up(value.size[axis], factor), "Size", `It is cut into blocks of ${factor} × ${factor} pixels.`);
      }
    }
    return limits;
  }

  /** Only the modes that blend have align_corners. */
  function limitResize(wanted) {
    const limits = new Limits(wanted);
    const { mode, alignCorners, antialias } = limits.value;
    const why = mode === "area" ? "takes the mean of whole pixels" : "copies pixels and blends none";
    for (const [key, name] of [["alignCorners", "align_corners"], ["antialias", "antialias"]])
      if (!["bilinear", "bicubic"].includes(mode) && limits.value[key]) {
        limits.value[key] = false;
        limits.reasons.push(`${name}: off. torch refuses it in mode ${mode}, which ${why}.`);
      }
    if (antialias && limits.value.antialias && alignCorners) {
      limits.value.alignCorners = false;
      limits.reasons.push("align_corners: off. With antialias, distances are measured from the centres here.");
    }
    return limits;
  }

  const limits = { limitConvolution, limitPool, limitTransposed, limitLayers, limitShuffle, limitResize };
  if (typeof module === "object") module.exports = limits;
  else root.MagicWindow = Object.assign(root.MagicWindow || {}, { limits });
})(globalThis);
