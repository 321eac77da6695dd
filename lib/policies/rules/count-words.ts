import type { Comparison } from "./compare-sections";

/** "2 sentences added, 1 changed, none removed". */
export function countWords({ added, changed, removed }: Comparison["counts"]): string {
  const first = added === 1 ? "1 sentence added" : `${added === 0 ? "no" : added} sentences added`;
  return `${first}, ${changed || "none"} changed, ${removed || "none"} removed`;
}
