// The arithmetic of all explorers: what torch computes, and what of the input each number is made of. Nothing is drawn
// and nothing is remembered here. A classic script that also runs in Node, where tests compare it with `solutions`.
//
// Pictures are nested arrays, [channel][row][column]; a signal is a picture of one row. Pairs are [rows, columns].
(function (root) {
  "use strict";

  const range = (n) => Array.from({ length: Math.max(n, 0) }, (_, i) => i);
  const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);
  const grid = ([rows, columns], value) => range(rows).map((i) => range(columns).map((j) => value(i, j)));
  const sizeOf = (plane) => [plane.length, plane[0].length];
  const both = (value) => (Array.isArray(value) ? value : [value, value]);

  /** The middle of a plane, in the size asked for. */
  function middle(plane, size) {
    const [top, left] = sizeOf(plane).map((whole, axis) => Math.floor((whole - size[axis]) / 2));
    return plane.slice(top, top + size[0]).map((row) => row.slice(left, left + size[1]));
  }

  // ---- Windows along one axis

  /** From a window's first sample to its last, both counted. */
  const reach = (kernel, dilation) => dilation * (kernel - 1) + 1;

  /** How many stops a window of a convolution has. */
  function outputSize(size, { kernel, stride = 1, before = 0, after = before, dilation = 1 }) {
    return Math.floor((size + before + after - reach(kernel, dilation)) / stride) + 1;
  }

  /** Which sample stands at `place`, that may lie outside of `range(size)`; null where padding is nothing but zero. */
  function padded(place, size, mode = "zeros") {
    if (place >= 0 && place < size) return place;
    if (mode === "replicate") return place < 0 ? 0 : size - 1;
    if (mode === "circular") return ((place % size) + size) % size;
    if (mode === "reflect") return place < 0 ? -place : 2 * (size - 1) - place;
    return null;
  }

  /** Padding [before, after] along each axis; "same" puts the odd one behind. */
  function edgesOf({ kernel, dilation = 1, padding = 0, same = false }) {
    const [kernels, dilations, paddings] = [kernel, dilation, padding].map(both);
    return paddings.map((amount, axis) => {
      if (!same) return [amount, amount];
      const total = reach(kernels[axis], dilations[axis]) - 1;
      return [Math.floor(total / 2), Math.ceil(total / 2)];
    });
  }

  // ---- Convolution

  /** The kernel turned by half a turn, which makes a convolution in the strict sense. */
  const turned = (weight) => weight.map((filter) => filter.map((k) => [...k].reverse().map((row) => [...row].reverse())));

  /**
   * Convolve x [channels][H][W] with weight [filters][channels / groups][kh][kw].
   * Returns `out` [filters][H_out][W_out], and `terms(filter, i, j)`: the products that one output is the sum of.
   */
  function convolve(x, weight, { stride = 1, padding = 0, dilation = 1, groups = 1, mode = "zeros", same = false } = {}) {
    const sizes = sizeOf(x[0]);
    const kernel = sizeOf(weight[0][0]);
    const [strides, dilations] = [stride, dilation].map(both);
    const edges = edgesOf({ kernel, dilation, padding, same });
    const counts = [0, 1].map((axis) =>
      outputSize(sizes[axis], {
        kernel: kernel[axis],
        stride: strides[axis],
        before: edges[axis][0],
        after: edges[axis][1],
        dilation: dilations[axis],
      }),
    );
    const taken = weight[0].length;
    const firstChannel = (filter) => Math.floor(filter / (weight.length / groups)) * taken;

    function terms(filter, i, j) {
      const products = [];
      for (const channel of range(taken)) {
        for (const tap of range(kernel[0] * kernel[1])) {
          const at = [Math.floor(tap / kernel[1]), tap % kernel[1]];
          const place = [i, j].map((stop, axis) => stop * strides[axis] - edges[axis][0] + at[axis] * dilations[axis]);
          const from = place.map((p, axis) => padded(p, sizes[axis], mode));
          const plane = x[firstChannel(filter) + channel];
          const value = from.includes(null) ? 0 : plane[from[0]][from[1]];
          const factor = weight[filter][channel][at[0]][at[1]];
          products.push({ channel: firstChannel(filter) + channel, tap: at, place, from, value, factor });
        }
      }
      return products;
    }

    const total = (products) => sum(products.map(({ value, factor }) => value * factor));
    const out = range(weight.length).map((filter) => grid(counts, (i, j) => total(terms(filter, i, j))));
    return { out, sizes: counts, edges, terms, firstChannel };
  }

  // ---- Pooling

  /** How many windows a pool has; in ceil mode the last must start inside of the input or its left padding. */
  function poolSize(size, { kernel, stride = kernel, padding = 0, dilation = 1, ceil = false }) {
    const room = size + 2 * padding - reach(kernel, dilation);
    if (!ceil) return Math.floor(room / stride) + 1;
    return Math.min(Math.ceil(room / stride), Math.floor((size + padding - 1) / stride)) + 1;
  }

  /**
   * Pool a plane [H][W]. kind: "max", "average" or "lp" (with `norm`). Returns `out`, and `window(i, j)`: its places,
   * the samples there (null in the padding and beyond), what the sum is divided by, and the result.
   */
  function pool(x, options) {
    const { kind, kernel, norm = 2, padding = 0, dilation = 1, ceil = false, countPadding = true } = options;
    const sizes = sizeOf(x);
    const [kernels, strides, paddings, dilations] = [kernel, options.stride || kernel, padding, dilation].map(both);
    const counts = [0, 1].map((a) =>
      poolSize(sizes[a], { kernel: kernels[a], stride: strides[a], padding: paddings[a], dilation: dilations[a], ceil }),
    );

    function along(axis, stop) {
      const start = stop * strides[axis] - paddings[axis];
      const places = range(kernels[axis]).map((tap) => start + tap * dilations[axis]);
      const counted = Math.min(start + kernels[axis], sizes[axis] + paddings[axis]) - start;
      return { places, counted, inside: places.filter((p) => p >= 0 && p < sizes[axis]).length };
    }

    function window(i, j) {
      const axes = [along(0, i), along(1, j)];
      const cells = axes[0].places.flatMap((row) =>
        axes[1].places.map((column) => ({ place: [row, column], value: x[row]?.[column] ?? null })),
      );
      const values = cells.map(({ value }) => value).filter((value) => value !== null);
      const area = (of) => axes[0][of] * axes[1][of];
      const divisor = area(countPadding ? "counted" : "inside");
      if (kind === "max") return { cells, divisor: null, result: Math.max(...values) };
      if (kind === "average") return { cells, divisor, result: sum(values) / divisor };
      if (Math.abs(norm) === Infinity) {
        const result = (norm > 0 ? Math.max : Math.min)(...values.map(Math.abs));
        return { cells, divisor: null, result };
      }
      const scale = ceil ? (kernels[0] * kernels[1]) / area("counted") : 1; // torch counts a partial window as full
      const powers = sum(values.map((value) => value ** norm)) * scale;
      return { cells, divisor: null, scale, result: powers ** (1 / norm) };
    }

    return { out: grid(counts, (i, j) => window(i, j).result), sizes: counts, window };
  }

  /** Where each of `count` windows starts, and the sample before which it ends. */
  const adaptiveWindows = (size, count) =>
    range(count).map((i) => [Math.floor((i * size) / count), Math.ceil(((i + 1) * size) / count)]);

  /** Pool a plane [H][W] to counts [rows, columns]. kind: "max" or "average". `window(i, j)` as in `pool`. */
  function adaptivePool(x, counts, kind) {
    const windows = sizeOf(x).map((size, axis) => adaptiveWindows(size, counts[axis]));
    function window(i, j) {
      const [[top, bottom], [left, right]] = [windows[0][i], windows[1][j]];
      const cells = grid([bottom - top, right - left], (a, b) => ({
        place: [top + a, left + b],
        value: x[top + a][left + b],
      })).flat();
      const values = cells.map(({ value }) => value);
      if (kind === "max") return { cells, divisor: null, result: Math.max(...values) };
      return { cells, divisor: values.length, result: sum(values) / values.length };
    }
    return { out: grid(counts, (i, j) => window(i, j).result), sizes: counts, windows, window };
  }

  // ---- Transposed convolution

  function transposedSize(size, { kernel, stride = 1, padding = 0, outputPadding = 0, dilation = 1 }) {
    return (size - 1) * stride - 2 * padding + reach(kernel, dilation) + outputPadding;
  }

  /**
   * Spread x [channels][H][W] out with weight [channels][filters / groups][kh][kw].
   * Returns `out`; `prints(i, j)`: where the kernel of input (i, j) lands, tap by tap; `terms(filter, i, j)`: what adds
   * up to one output; `overlap` [H_out][W_out]: how many prints each output is covered by.
   */
  function transpose(x, weight, { stride = 1, padding = 0, outputPadding = 0, dilation = 1, groups = 1 } = {}) {
    const sizes = sizeOf(x[0]);
    const kernel = sizeOf(weight[0][0]);
    const [strides, paddings, extras, dilations] = [stride, padding, outputPadding, dilation].map(both);
    const counts = [0, 1].map((a) =>
      transposedSize(sizes[a], {
        kernel: kernel[a],
        stride: strides[a],
        padding: paddings[a],
        outputPadding: extras[a],
        dilation: dilations[a],
      }),
    );
    const shared = weight[0].length;
    const channelsOf = (filter) => {
      const each = x.length / groups;
      return range(each).map((c) => Math.floor(filter / shared) * each + c);
    };

    const prints = (i, j) =>
      grid(kernel, (a, b) => {
        const place = [i * strides[0] + a * dilations[0] - paddings[0], j * strides[1] + b * dilations[1] - paddings[1]];
        return { tap: [a, b], place, kept: place.every((p, axis) => p >= 0 && p < counts[axis]) };
      }).flat();

    const arrivals = grid(counts, () => []);
    grid(sizes, (i, j) =>
      prints(i, j).forEach(({ tap, place, kept }) => kept && arrivals[place[0]][place[1]].push({ from: [i, j], tap })),
    );

    const terms = (filter, i, j) =>
      channelsOf(filter).flatMap((channel) =>
        arrivals[i][j].map(({ from, tap }) => ({
          channel,
          from,
          tap,
          value: x[channel][from[0]][from[1]],
          factor: weight[channel][filter % shared][tap[0]][tap[1]],
        })),
      );
    const total = (products) => sum(products.map(({ value, factor }) => value * factor));
    const out = range(shared * groups).map((filter) => grid(counts, (i, j) => total(terms(filter, i, j))));
    return { out, sizes: counts, overlap: arrivals.map((row) => row.map((cell) => cell.length)), prints, terms };
  }

  // ---- The way back

  /**
   * Forward and back through one layer: kind "max" or "average" (options as for `pool`), or "convolution" with `weight`
   * [kh][kw]. `out` [H_out][W_out]; `shares(i, j)`: the places of one window, what stands there (null in the padding),
   * and how much the output grows with it. `back(grads)` [H][W]: what the pixels are blamed for, given what the outputs
   * are; `blame` is that of the option `grads`, for a caller that gets data only.
   */
  function wayBack(x, options) {
    const sizes = sizeOf(x);
    const inside = ([row, column]) => row >= 0 && column >= 0 && row < sizes[0] && column < sizes[1];
    const forward = options.kind === "convolution" ? convolve([x], [[options.weight]], options) : pool(x, options);
    const out = options.kind === "convolution" ? forward.out[0] : forward.out;

    function shares(i, j) {
      if (options.kind === "convolution") {
        const seen = ({ place, value, factor }) => ({ place, value: inside(place) ? value : null, share: factor });
        return forward.terms(0, i, j).map(seen);
      }
      const { cells, divisor, result } = forward.window(i, j);
      const winner = cells.findIndex(({ value }) => value === result); // of equals the first, as in torch
      const share = (number) => (options.kind === "max" ? Number(number === winner) : 1 / divisor);
      return cells.map((cell, number) => ({ ...cell, share: share(number) }));
    }

    function back(grads) {
      const blame = grid(sizes, () => 0);
      grid(forward.sizes, (i, j) => {
        for (const { place: [row, column], value, share } of shares(i, j)) {
          if (value !== null) blame[row][column] += share * grads[i][j];
        }
      });
      return blame;
    }

    return { out, sizes: forward.sizes, shares, back, blame: options.grads ? back(options.grads) : null };
  }

  // ---- Resizing

  /** Keys' cubic kernel, with torch's a. */
  function cubic(distance, a = -0.75) {
    const t = Math.abs(distance);
    if (t <= 1) return (a + 2) * t ** 3 - (a + 3) * t ** 2 + 1;
    return t < 2 ? a * (t ** 3 - 5 * t ** 2 + 8 * t - 4) : 0;
  }

  /** The taps of output i with antialias, as Pillow has it: a kernel that is stretched where the row becomes shorter. */
  function smoothed(i, { size, count, mode }) {
    const [centre, stretch, half] = [(i + 0.5) * (size / count), Math.max(size / count, 1), mode === "bicubic" ? 2 : 1];
    const kept = (edge) => Math.min(Math.max(Math.trunc(edge + 0.5), 0), size);
    const [first, end] = [kept(centre - half * stretch), kept(centre + half * stretch)];
    const weigh = mode === "bicubic" ? (t) => cubic(t, -0.5) : tent;
    const weights = range(end - first).map((k) => weigh((first + k + 0.5 - centre) / stretch));
    const taps = weights.map((weight, k) => ({ place: first + k, from: first + k, weight: weight / sum(weights) }));
    return { position: centre - 0.5, taps };
  }
  const tent = (t) => Math.max(0, 1 - Math.abs(t));

  /**
   * Output i of a row of `size` samples that becomes `count`: where it lies in the input (in samples, from the centre of
   * the first), and its taps: the place wanted, the sample taken instead if that is beyond the edge, the weight.
   */
  function resized(i, { size, count, mode, alignCorners = false, antialias = false, step = size / count }) {
    if (antialias) return smoothed(i, { size, count, mode });
    if (mode === "nearest") {
      const from = Math.min(Math.floor(Math.fround(i * Math.fround(step))), size - 1); // torch rounds to float32
      return { position: i * step, taps: [{ place: from, from, weight: 1 }] };
    }
    if (mode === "nearest-exact") {
      const from = Math.min(Math.floor(Math.fround((i + 0.5) * Math.fround(step))), size - 1);
      return { position: (i + 0.5) * step - 0.5, taps: [{ place: from, from, weight: 1 }] };
    }
    if (mode === "area") {
      const [first, end] = adaptiveWindows(size, count)[i];
      const taps = range(end - first).map((k) => ({ place: first + k, from: first + k, weight: 1 / (end - first) }));
      return { position: (first + end - 1) / 2, taps };
    }
    const position = alignCorners ? (i * (size - 1)) / Math.max(count - 1, 1) : (i + 0.5) * step - 0.5;
    const left = Math.floor(position);
    const weigh = mode === "bicubic" ? (t) => cubic(t) : tent;
    const taps = (mode === "bicubic" ? [-1, 0, 1, 2] : [0, 1]).map((offset) => {
      const place = left + offset;
      return { place, from: Math.min(Math.max(place, 0), size - 1), weight: weigh(position - place) };
    });
    return { position, taps };
  }

  /** Resize a plane [H][W]: `out`, and along each axis (0 or 1) what `resized` says of every output. */
  function resize(x, counts, { mode, alignCorners = false, antialias = false, steps = [undefined, undefined] }) {
    const axes = sizeOf(x).map((size, axis) =>
      range(counts[axis]).map((i) =>
        resized(i, { size, count: counts[axis], mode, alignCorners, antialias, step: steps[axis] ?? size / counts[axis] }),
      ),
    );
    const blend = (i, j) =>
      sum(
        axes[0][i].taps.map((row) =>
          sum(axes[1][j].taps.map((column) => row.weight * column.weight * x[row.from][column.from])),
        ),
      );
    return { out: grid(counts, blend), axes };
  }

  // ---- Pixel shuffle

  /** Which [channel, row, column] of the input stands at a place of the shuffled picture. */
  const unshuffledPlace = (channel, row, column, r) => [
    channel * r * r + (row % r) * r + (column % r),
    Math.floor(row / r),
    Math.floor(column / r),
  ];

  function pixelShuffle(x, r) {
    const [rows, columns] = sizeOf(x[0]);
    const at = ([c, i, j]) => x[c][i][j];
    const size = [rows * r, columns * r];
    return range(x.length / (r * r)).map((channel) => grid(size, (i, j) => at(unshuffledPlace(channel, i, j, r))));
  }

  function pixelUnshuffle(x, r) {
    const [rows, columns] = sizeOf(x[0]);
    return range(x.length * r * r).map((channel) => {
      const [own, shift] = [Math.floor(channel / (r * r)), channel % (r * r)];
      return grid([rows / r, columns / r], (i, j) => x[own][i * r + Math.floor(shift / r)][j * r + (shift % r)]);
    });
  }

  // ---- Receptive field

  /** After each layer {kernel, stride, dilation}: how much of the input an output sees, and how far its neighbour lies. */
  function receptiveField(layers) {
    let [field, step] = [1, 1];
    return layers.map(({ kernel, stride, dilation }) => {
      field += (reach(kernel, dilation) - 1) * step;
      step *= stride;
      return { field, step };
    });
  }

  /** The places that output `stop` of the last layer is made of: first those in the input, last the output itself. */
  function traced(layers, stop) {
    return [...layers].reverse().reduce(
      (levels, { kernel, stride, dilation }) => {
        const below = levels[0].flatMap((i) => range(kernel).map((tap) => i * stride + tap * dilation));
        return [[...new Set(below)].sort((a, b) => a - b), ...levels];
      },
      [[stop]],
    );
  }

  /**
   * How many ways lead from every place of each map to place `at` behind the last of `layers` {kernel, stride, dilation,
   * padding}, along one axis; `sizes` are those of the maps, the input's first. The last row is the place itself.
   */
  function ways(layers, sizes, at) {
    const counts = [range(sizes[layers.length]).map((place) => Number(place === at))];
    for (const [level, { kernel, stride, dilation, padding }] of [...layers.entries()].reverse()) {
      const below = Array(sizes[level]).fill(0);
      counts[0].forEach((count, place) =>
        range(kernel).forEach((tap) => {
          const from = place * stride - padding + tap * dilation;
          if (from in below) below[from] += count;
        }),
      );
      counts.unshift(below);
    }
    return counts;
  }

  const arithmetic = {
    range, sum, grid, sizeOf, both, middle, reach, outputSize, padded, edgesOf, turned, convolve, poolSize,
    pool, adaptiveWindows, adaptivePool, transposedSize, transpose, wayBack, cubic, resized, resize, unshuffledPlace,
    pixelShuffle, pixelUnshuffle, receptiveField, traced, ways,
  };
  if (typeof module === "object") module.exports = arithmetic;
  else root.MagicWindow = Object.assign(root.MagicWindow || {}, { arithmetic });
})(globalThis);
