import type { SeriesColor } from "@/lib/kernel/chart-model";

const slots = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/**
 * Assigns colors, so that a model looks the same in every chart, range and reload. A value's first choice follows from
 * its stored rank; a value without one (an end user) has a first choice by hash. Where two shown together have the same
 * first choice, the one with the later rank takes its next free one. From the ninth value on everything is "other".
 */
export function seriesColors(
  ids: readonly string[],
  ranks: ReadonlyMap<string, number> = new Map(),
): ReadonlyMap<string, SeriesColor> {
  const rankOf = (id: string) => ranks.get(id) ?? Number.MAX_SAFE_INTEGER;
  const sorted = [...new Set(ids)].toSorted(
    (left, right) => rankOf(left) - rankOf(right) || (left < right ? -1 : 1),
  );
  const colors = new Map<string, SeriesColor>();
  const free = new Set<number>(slots);
  const waiting: string[] = [];
  const choiceOf = (id: string) => slotAt(ranks.get(id) ?? hashOf(id));
  for (const id of sorted) {
    const choice = choiceOf(id);
    if (free.delete(choice)) colors.set(id, choice);
    else waiting.push(id);
  }
  // All first choices are assigned before any second choice, so that a collision of two values never moves a third.
  for (const id of waiting) {
    const start = choiceOf(id) - 1;
    const next = slots.map((_, step) => slotAt(start + step)).find((place) => free.has(place));
    if (next) free.delete(next);
    colors.set(id, next ?? "other");
  }
  return colors;
}

function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (hash ^ (hash >>> 15)) >>> 0;
}

function slotAt(index: number): (typeof slots)[number] {
  return slots[index % slots.length] ?? 1;
}
