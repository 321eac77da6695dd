import { z } from "zod";

const lengthMax = 40_000;
/** Deeper than any of our pages; limits the recursion of the schema. */
const depthMax = 30;

const kinds = ["c", "oc", "d"] as const;
const intercepted = ["(..)(..)", "(.)", "(..)", "(...)"] as const;
const paramKinds = [
  ...kinds,
  ...(["ci", "di"] as const).flatMap((kind) => intercepted.map((forwarded) => `${kind}${forwarded}`)),
];

const segment = z.union([
  z.string(),
  z.tuple([z.string(), z.string(), z.enum(paramKinds), z.array(z.string()).nullable()]),
]);

/** One segment and its children, as in the framework's own schema (next 16.4). */
const state = z.strictObject({
  segment,
  below: z.record(z.string(), z.unknown()),
  address: z.tuple([z.string(), z.string()]).nullish(),
  refresh: z.enum(["refetch", "inside-shared-layout", "metadata-only"]).nullish(),
  hints: z.number().nullish(),
  stale: z.string().optional(),
});

/** Whether a header holds a router state that the framework can read; it responds to any other with 500. */
export function isRouterState(header: string): boolean {
  if (header.length > lengthMax) return false;
  try {
    return isState(JSON.parse(decodeURIComponent(header)), 0);
  } catch {
    return false;
  }
}

function isState(value: unknown, depth: number): boolean {
  if (depth > depthMax || !Array.isArray(value) || value.length > 6) return false;
  const [first, below, address, refresh, hints, stale] = value;
  const parsed = state.safeParse({ segment: first, below, address, refresh, hints, stale });
  return parsed.success && Object.values(parsed.data.below).every((inner) => isState(inner, depth + 1));
}
