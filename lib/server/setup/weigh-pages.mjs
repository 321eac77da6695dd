// Weighs what a browser loads for each page of the build: the sizes of its files, compressed, so the figures are exact and
// the same on every machine. Prints a table, and fails when a page is over its limit.
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

const build = ".next";

/** The most that a page may weigh, in kilobytes. React and Next themselves are a line of their own. */
const limits = {
  chart: 300,
  console: 190,
  // Plain: without React and Next. Anyone may open it, so its own script is all there is.
  visitor: 5,
};
const charted = /^\/\(dashboard\)\/(?:activity|keys\/\[id\])\//;
/** Pages that need a session, and the framework's own 404. */
const own = /^\/(?:\(dashboard\)\/|_not-found)/;
/** Pages that visitors without a session open too. */
const open = /^\/\((?:public|auth)\)\//;
const fontsMax = 60;

/** The chart's library is loaded after the first view, without being asked for; dialogs and the palette wait for a click. */
const isChartLibrary = (text) => text.includes("recharts-surface");

const texts = new Map();
const weights = new Map();

function read(file) {
  if (!texts.has(file)) texts.set(file, readFileSync(path.join(build, file), "utf8"));
  return texts.get(file);
}

const compressedName = (file) => `${file.replace(/^static\//, "")}.br`;

function weightOf(files) {
  let bytes = 0;
  for (const file of files) {
    if (!weights.has(file))
      weights.set(file, statSync(path.join(build, "compressed", compressedName(file))).size);
    bytes += weights.get(file);
  }
  return bytes / 1000;
}

const { rootMainFiles } = JSON.parse(readFileSync(path.join(build, "build-manifest.json"), "utf8"));

/** The files of each page, by its route. They are in programs that assign an object, which are run for it. */
function pagesOfBuild() {
  const folder = path.join(build, "server/app");
  const manifests = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith("page_client-reference-manifest.js"),
  );
  const pages = {};
  for (const file of manifests) {
    const self = { __RSC_MANIFEST: {} };
    new Function("globalThis", readFileSync(path.join(folder, file), "utf8"))(self);
    Object.assign(pages, self.__RSC_MANIFEST);
  }
  return Object.entries(pages).toSorted(([one], [other]) => one.localeCompare(other));
}

/** Files that a page's scripts load later, by the names in their code. */
function loadedLater(files) {
  const named = [...files].flatMap((file) => read(file).match(/static\/chunks\/[\w.~-]+\.js/g) ?? []);
  return new Set(named.filter((file) => !files.has(file)));
}

function filesOf({ entryJSFiles }) {
  const entries = Object.entries(entryJSFiles).filter(([entry]) => !entry.endsWith("/global-error"));
  const atOnce = new Set([...rootMainFiles, ...entries.flatMap(([, files]) => files)]);
  const later = [...loadedLater(atOnce)];
  const charts = later.filter((file) => isChartLibrary(read(file)));
  return {
    atOnce,
    unasked: [...atOnce, ...charts],
    onDemand: later.filter((file) => !charts.includes(file)),
  };
}

const shown = (kilobytes) => kilobytes.toFixed(1).padStart(7);
const lines = [];
const tooHeavy = [];

function weigh(name, kilobytes, limit, note = "") {
  const isOver = kilobytes > limit;
  if (isOver) tooHeavy.push(name);
  lines.push(
    `${isOver ? "OVER" : "    "} ${name.padEnd(46)}${shown(kilobytes)} of ${String(limit).padEnd(5)}${note}`.trimEnd(),
  );
}

const plainScripts = readdirSync(path.join(build, "compressed/plain")).map((name) =>
  statSync(path.join(build, "compressed/plain", name)),
);
const plainWeight = plainScripts.reduce((sum, { size }) => sum + size, 0) / 1000;

for (const [route, manifest] of pagesOfBuild()) {
  const name = route.replace(/\/page$/, "") || "/";
  const { unasked, onDemand } = filesOf(manifest);
  if (own.test(route)) {
    const later = onDemand.length > 0 ? `+${weightOf(onDemand).toFixed(1)} on demand` : "";
    weigh(name, weightOf(unasked), charted.test(route) ? limits.chart : limits.console, later);
  }
  if (!open.test(route)) continue;
  weigh(name, plainWeight, limits.visitor);
  // For someone who is signed in, such a page loads the console's frame, unasked.
  weigh(`${name}, signed in`, weightOf([...unasked, ...onDemand]), limits.console);
}
const media = readdirSync(path.join(build, "static/media")).filter((file) => file.endsWith(".woff2"));
const fontBytes = media.reduce(
  (sum, file) => sum + readFileSync(path.join(build, "static/media", file)).length,
  0,
);
weigh("fonts", fontBytes / 1000, fontsMax);

process.stdout.write(
  `Compressed JavaScript by page, in kB\n     ${"React and Next".padEnd(46)}${shown(weightOf(rootMainFiles))}\n`,
);
process.stdout.write(`${lines.join("\n")}\n`);
if (lines.length < 10)
  throw new Error("The build has fewer pages than the product: its manifests have changed.");
if (tooHeavy.length > 0) process.stdout.write(`Over their limit: ${tooHeavy.join(", ")}\n`);
process.exitCode = tooHeavy.length > 0 ? 1 : 0;
