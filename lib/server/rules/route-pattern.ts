/**
 * Whether a path has the form of an address of the build: `[id]` is one segment, `[...id]` one or more, and `[[...id]]`
 * any number of them. A slash at the end of the path does not count.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  const given = segmentsOf(path);
  const parts = segmentsOf(pattern);
  const last = parts.at(-1) ?? "";
  if (last.startsWith("[[...")) return isStart(parts.slice(0, -1), given);
  if (last.startsWith("[...")) return given.length >= parts.length && isStart(parts.slice(0, -1), given);
  return given.length === parts.length && isStart(parts, given);
}

function isStart(parts: readonly string[], given: readonly string[]): boolean {
  return (
    given.length >= parts.length &&
    parts.every((part, place) => part === given[place] || (part.startsWith("[") && given[place] !== ""))
  );
}

function segmentsOf(path: string): readonly string[] {
  const inner = path.replace(/^\//, "").replace(/\/$/, "");
  return inner === "" ? [] : inner.split("/");
}
