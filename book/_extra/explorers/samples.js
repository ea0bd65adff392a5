// Pictures and kernels to try: whole numbers, the same every time, and different in every channel.

(function (root) {
  "use strict";

  const { range, grid } = root.MagicWindow.arithmetic;

  // The upper left corner is the picture of chapter 1's film: dark on the left, bright on the right.
  const EDGE = ["11788888", "12898898", "01887789", "11799888", "20889988", "12788899", "01998888", "11888978"];

  // The upper left corners are chapter 4's film, chapter 5's, and the picture and stamp of chapter 6's.
  const LOUD = ["12031012", "21910241", "55558100", "55550063", "02147213", "30120951", "11403127", "62018304"];
  const WALL = ["11600492", "02611522", "90236603", "87012711", "85310001", "20415036", "13007204", "61420515"];
  const INK = ["2130", "1021", "0312", "3104"];
  const STAMP = ["1201", "0312", "2011", "1120"];

  const read = (table) => (i, j) => Number(table[i % table.length][j % table.length]);
  const edge = read(EDGE);
  const PICTURES = {
    edge: (i, j) => edge(i, j),
    mixed: (i, j, channel) => (7 * i + 3 * j + 3 * channel + 2 * i * j) % 10,
    ramp: (i, j, channel) => (channel % 2 ? i : j) + channel,
    slope: (i, j) => 48 * i + 16 * j,
    step: (i, j, channel, [, columns]) => (2 * j < columns ? 0 : 8),
    dot: (i, j, channel, [rows, columns]) => (i === Math.floor(rows / 2) && j === Math.floor(columns / 2) ? channel + 1 : 0),
    loud: read(LOUD),
    wall: read(WALL),
    ink: read(INK),
    negative: (i, j, channel) => -1 - ((7 * i + 3 * j + 4 * channel + 2 * i * j) % 9),
  };

  /** The reader's own numbers in the size asked for: what nobody has typed is 0. */
  const taken = (own, plane, size) => grid(size, (i, j) => own?.[plane]?.[i]?.[j] ?? 0);

  /** A picture [channels][rows][columns]: a sample, or the reader's `own`. The edge lies another way in every channel. */
  function picture(kind, channels, size, own) {
    if (kind === "own") return range(channels).map((channel) => taken(own, channel, size));
    return range(channels).map((channel) => {
      if (kind !== "edge") return grid(size, (i, j) => PICTURES[kind](i, j, channel, size));
      const [rows, columns] = size;
      const ways = [edge, (i, j) => edge(j, i), (i, j) => edge(i, columns - 1 - j), (i, j) => edge(j, rows - 1 - i)];
      return grid(size, ways[channel % 4]);
    });
  }

  const KERNELS = {
    upright: (a, b, [, columns]) => (b === columns - 1 ? 1 : b === 0 ? -1 : 0),
    level: (a, b, [rows]) => (a === rows - 1 ? 1 : a === 0 ? -1 : 0),
    mean: (a, b, [rows, columns]) => 1 / (rows * columns),
    counting: (a, b, [, columns]) => a * columns + b + 1,
    ones: () => 1,
  };
  const CYCLE = Object.keys(KERNELS);
  const BY_NAME = {
    stamp: read(STAMP),
    sobel: (a, b, [rows, columns]) => binomial(rows)[a] * slope(columns)[b],
    blur: (a, b, size) => size.map((taps, axis) => binomial(taps)[[a, b][axis]] / 2 ** (taps - 1)).reduce((x, y) => x * y),
  };

  /** 1 2 1, 1 3 3 1, ...: a row of Pascal's triangle. */
  function binomial(taps) {
    return range(taps - 1).reduce((row) => [...row, 0].map((n, i) => n + (row[i - 1] ?? 0)), [1]);
  }

  /** -1 0 1, -1 -2 0 2 1, ...: a smooth right minus left. */
  function slope(taps) {
    if (taps < 3) return [-1, 1].slice(2 - taps);
    const smooth = [0, 0, ...binomial(taps - 2), 0, 0];
    return range(taps).map((i) => smooth[i] - smooth[i + 2]);
  }

  const IN_CHANNEL = [1, -1, 2, -2]; // what a filter's kernel is multiplied by in each of its channels

  /**
   * Kernels [filters][channels][rows][columns]: the first filter is of the kind asked for, the next of the next kinds; or
   * the reader's `own`, the channels of one filter after those of the other.
   */
  function kernels(kind, filters, channels, size, own) {
    if (kind === "own") return range(filters).map((f) => range(channels).map((c) => taken(own, f * channels + c, size)));
    return range(filters).map((filter) => {
      const asked = filter === 0 ? BY_NAME[kind] : undefined;
      const value = asked ?? KERNELS[CYCLE[(Math.max(CYCLE.indexOf(kind), 0) + filter) % CYCLE.length]];
      return range(channels).map((channel) => grid(size, (a, b) => IN_CHANNEL[channel % 4] * value(a, b, size)));
    });
  }

  root.MagicWindow = Object.assign(root.MagicWindow || {}, { samples: { picture, kernels } });
})(globalThis);
