import fc from "fast-check";
import type { FormEntries } from "../support/server-actions";
import { anyValue, type HostileValue, percentEncode } from "./hostile-values";

/** Deterministic by default. Longer runs use another seed, and more random values per target than this. */
export const seed = Number(process.env["FUZZ_SEED"] ?? 20_261_128);
export const runs = Number(process.env["FUZZ_RUNS"] ?? 10);
/** Every position gets one of so many hostile values: all of them in a long run. */
const stride = runs < 100 ? 6 : 1;

/** A position in a call that can take a value. */
export type Slot = { readonly where: "path" | "query" | "field"; readonly name: string };

/** The value to put into a position; null omits it. */
export type Change = readonly [slot: Slot, value: HostileValue | null];

/** Longer addresses are rejected before they are read, and have their own test. */
export function shortened(text: string): string {
  return text.slice(0, percentEncode(text).length > 11_000 ? 1_000 : text.length);
}

/** Addresses that do not decode to text have their own tests, in malformed.spec.ts. */
export function wellFormed(text: string): string {
  return shortened(text.replaceAll(/\p{Surrogate}/gu, "\ufffd"));
}

/**
 * Each position without a value, and with each value once. A short run takes a sixth of the values: neighboring positions
 * get different sixths, and so does each position with the next seeds.
 */
export function sweep(slots: readonly Slot[], hostile: readonly HostileValue[]): Change[][] {
  return slots.flatMap((slot, position) => [
    [[slot, null]] as Change[],
    ...hostile
      .filter((_, index) => (index + position + seed) % stride === 0)
      .map((value) => [[slot, value]] as Change[]),
  ]);
}

/** Several positions together, with generated values. */
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
