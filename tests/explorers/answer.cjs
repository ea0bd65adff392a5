// Calls functions of the explorers' arithmetic: a list of [name, arguments] as JSON in, the list of results out.
const folder = "../../book/_extra/explorers";
const files = ["arithmetic", "limits", "columns"];
const known = Object.assign({}, ...files.map((name) => require(`${folder}/${name}.js`)));
const text = require("node:fs").readFileSync(0, "utf8");

const NUMBERS = { Infinity, "-Infinity": -Infinity }; // which JSON has not
const calls = JSON.parse(text, (_, value) => (typeof value === "string" ? (NUMBERS[value] ?? value) : value));
const results = calls.map(([name, given]) => known[name](...given));
const plain = (_, value) => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);
process.stdout.write(JSON.stringify(results, plain));
