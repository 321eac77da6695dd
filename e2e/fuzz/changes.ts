import fc from "fast-check";
import type { FormEntries } from "../support/server-actions";
import { anyValue, type HostileValue, percentEncode } from "./hostile-values";

/** The same values every time; another seed, and more than this many at random for each target, are for longer runs. */
export const seed = Number(process.env["FUZZ_SEED"] ?? 20_261_128);
export const runs = Number(process.env["FUZZ_RUNS"] ?? 20);

/** A place of a call that a value can be put in. */
export type Slot = { readonly where: "path" | "query" | "field"; readonly name: string };

/** What goes into a place instead of what belongs there; null leaves it out. */
export type Change = readonly [slot: Slot, value: HostileValue | null];

/** Longer addresses are refused before anyone reads them, and have a test of their own. */
export function shortened(text: string): string {
  return text.slice(0, percentEncode(text).length > 11_000 ? 1_000 : text.length);
}

/** Addresses whose bytes are no text have tests of their own, in malformed.spec.ts. */
export function wellFormed(text: string): string {
  return shortened(text.replaceAll(/\p{Surrogate}/gu, "\ufffd"));
}

/** Each place with each value once, and without any. */
export function sweep(slots: readonly Slot[], hostile: readonly HostileValue[]): Change[][] {
  return slots.flatMap((slot) => [
    [[slot, null]] as Change[],
    ...hostile.map((value) => [[slot, value]] as Change[]),
  ]);
}

/** Several places at once, with values of the generator's making. */
export function random(slots: readonly Slot[]): Change[][] {
  if (slots.length === 0) return [];
  const change = fc.tuple(fc.constantFrom(...slots), fc.option(anyValue, { freq: 10 }));
  return fc.sample(fc.array(change, { minLength: 1, maxLength: 3 }), { seed, numRuns: runs });
}

export function changed(own: FormEntries, changes: readonly Change[]): FormEntries {
  const entries = new Map(own);
  for (const [{ name }, value] of changes) {
    if (value) entries.set(name, value.text);
    else entries.delete(name);
  }
  return [...entries];
}

export function touchesPath(changes: readonly Change[]): boolean {
  return changes.some(([{ where }]) => where === "path");
}

export function labelOf(changes: readonly Change[]): string {
  return changes
    .map(([{ where, name }, value]) => {
      const shown = value?.label.startsWith("some ")
        ? `${value.label} ${value.token.slice(0, 200)}`
        : value?.label;
      return `${where} ${name}: ${shown ?? "none"}`;
    })
    .join(" and ");
}
