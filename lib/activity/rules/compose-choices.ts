import { listDimensions, queryText } from "./activity-filters";

/** Queries of addresses, without the leading "?". */
export type Choice = {
  /** What the links of the page were made from, as the server writes it. */
  readonly rendered: string;
  /** What is in the address bar: the same page, which may be written otherwise, and for links that the browser makes. */
  readonly current: string;
  /** The link that was chosen. */
  readonly chosen: string;
  /** The links beside it, which are other values of the same choice. */
  readonly beside: readonly string[];
  /** The page that is being loaded, from an earlier choice. */
  readonly pending: string;
};

/** These may be in an address several times: each value is a choice of its own. */
const repeated: ReadonlySet<string> = new Set([...listDimensions, "not"]);
const rangeNames = ["range", "from", "to"];

/**
 * The query with a choice made in the page that is being loaded, rather than in the one that is shown: of two choices in
 * quick succession, the second link does not know the first choice.
 */
export function composeChoices({ rendered, current, chosen, beside, pending }: Choice): string {
  const [before, after] = [new URLSearchParams(rendered), new URLSearchParams(chosen)];
  const isBefore = (name: string) =>
    equals(after, before, name) || equals(after, new URLSearchParams(current), name);
  const changed = namesOf(before, after).filter((name) => !isBefore(name));
  const names = changed.length > 0 ? changed : differingNames(after, beside);
  const next = new URLSearchParams(pending);
  for (const name of withRange(names)) {
    if (repeated.has(name)) {
      for (const value of missingIn(after, before, name)) next.delete(name, value);
      for (const value of missingIn(next, after, name)) {
        if (!before.has(name, value)) next.append(name, value);
      }
      continue;
    }
    next.delete(name);
    for (const value of after.getAll(name)) next.append(name, value);
  }
  // As in every link: another range has all its buckets, and another choice begins with the newest requests.
  if (names.some((name) => rangeNames.includes(name) || name === "zone") && !after.has("at"))
    next.delete("at");
  if (!after.has("cursor")) next.delete("cursor");
  return queryText(next);
}

/** The chosen link is the one of the page that is shown: its choice is what the links beside it would change. */
function differingNames(chosen: URLSearchParams, beside: readonly string[]): readonly string[] {
  const others = beside.map((query) => new URLSearchParams(query));
  return namesOf(chosen, ...others).filter((name) => others.some((other) => !equals(chosen, other, name)));
}

/** A range is a preset or two ends: either replaces the other. */
function withRange(names: readonly string[]): readonly string[] {
  return names.some((name) => rangeNames.includes(name)) ? [...new Set([...names, ...rangeNames])] : names;
}

function namesOf(...queries: readonly URLSearchParams[]): readonly string[] {
  return [...new Set(queries.flatMap((query) => [...query.keys()]))];
}

function equals(one: URLSearchParams, other: URLSearchParams, name: string): boolean {
  return JSON.stringify(one.getAll(name)) === JSON.stringify(other.getAll(name));
}

/** Values that the second query has and the first does not. */
function missingIn(one: URLSearchParams, other: URLSearchParams, name: string): readonly string[] {
  return other.getAll(name).filter((value) => !one.has(name, value));
}
