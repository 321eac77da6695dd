// Cycles between modules of `lib`. Modules can depend on each other without a cycle of files, so the rule for files
// does not find these. Rules and types count too, since an importing module cannot be understood without them.
const moduleOf = (file) => /^lib\/([^/]+)\/./.exec(file)?.[1];
const isTest = (file) => /\.test\.tsx?$|^lib\/testing\//.test(file);

/** One import for each edge on a cycle: `{ from, to, example }`. `modules` as reported by dependency-cruiser. */
export function findModuleCycles(modules) {
  const arrows = new Map();
  for (const { source, dependencies } of modules) {
    const from = moduleOf(source);
    if (from === undefined || isTest(source)) continue;
    for (const { resolved } of dependencies) {
      const to = moduleOf(resolved);
      if (to === undefined || to === from) continue;
      const key = `${from} ${to}`;
      if (!arrows.has(key)) arrows.set(key, { from, to, example: `${source} → ${resolved}` });
    }
  }
  const all = [...arrows.values()];
  return all.filter((arrow) => reaches(all, arrow.to, arrow.from));
}

function reaches(arrows, start, goal, seen = new Set([start])) {
  return arrows.some(({ from, to }) => {
    if (from !== start) return false;
    if (to === goal) return true;
    if (seen.has(to)) return false;
    seen.add(to);
    return reaches(arrows, to, goal, seen);
  });
}
