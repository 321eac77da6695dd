import type { SeriesColor } from "@/lib/kernel/chart-model";

const slots = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/**
 * Assigns colors by id, so that a model looks the same in every chart, range and reload. Each id has a first choice by
 * hash. Where two shown together have the same first choice, the one that sorts later takes its next free choice. From
 * the ninth id on everything is "other".
 */
export function seriesColors(ids: readonly string[]): ReadonlyMap<string, SeriesColor> {
  const colors = new Map<string, SeriesColor>();
  const free = new Set<number>(slots);
  const waiting: string[] = [];
  for (const id of [...new Set(ids)].toSorted()) {
    const choice = firstChoice(id);
    if (free.delete(choice)) colors.set(id, choice);
    else waiting.push(id);
  }
  // All first choices are assigned before any second choice, so that a collision of two ids never moves a third.
  for (const id of waiting) {
    const start = firstChoice(id);
    const next = slots.map((_, step) => slotAt(start + step)).find((place) => free.has(place));
    if (next) free.delete(next);
    colors.set(id, next ?? "other");
  }
  return colors;
}

function firstChoice(id: string): (typeof slots)[number] {
  let hash = 0x811c9dc5;
  for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return slotAt((hash ^ (hash >>> 15)) >>> 0);
}

function slotAt(index: number): (typeof slots)[number] {
  return slots[index % slots.length] ?? 1;
}
