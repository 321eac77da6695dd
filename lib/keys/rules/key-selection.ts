import { hasNoLimit, isForgotten, periodSpend } from "./key-condition";
import type { Key } from "./key-view";
import type { OldSecret } from "./old-secret";

export const keyShows = ["no-limit", "unused"] as const;
export const keySorts = ["newest", "spend", "used"] as const;

/** What the list of keys shows: part of a name, a label or the label of an old secret; one kind of risk; an order. */
export type KeySelection = {
  readonly search: string;
  readonly show: (typeof keyShows)[number] | null;
  readonly sort: (typeof keySorts)[number];
};

/**
 * The keys of a selection, in its order; keys that are equal in it stay in the given order, which is newest first. A key is
 * also found by the label of its old secret while that works: it is what its owner finds in the settings of a program.
 */
export function selectKeys(
  keys: readonly Key[],
  selection: KeySelection,
  { now, oldSecrets }: { readonly now: Date; readonly oldSecrets: ReadonlyMap<string, OldSecret> },
): readonly Key[] {
  const wanted = selection.search.trim().toLowerCase();
  const found = keys.filter(
    (key) =>
      (wanted === "" ||
        `${key.name}\n${key.label}\n${oldSecrets.get(key.id)?.label ?? ""}`.toLowerCase().includes(wanted)) &&
      (selection.show !== "no-limit" || hasNoLimit(key)) &&
      (selection.show !== "unused" || isForgotten(key, now)),
  );
  if (selection.sort === "spend") {
    return found.toSorted((one, other) => compare(periodSpend(other), periodSpend(one)));
  }
  if (selection.sort === "used") {
    const usedMs = (key: Key) => key.lastUsedAt?.getTime() ?? 0;
    return found.toSorted((one, other) => compare(usedMs(other), usedMs(one)));
  }
  return found;
}

function compare(one: bigint | number, other: bigint | number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** How many keys could cost more than their owner expects. */
export type KeyRisks = { readonly withoutLimit: number; readonly unused: number };

export function keyRisks(keys: readonly Key[], now: Date): KeyRisks {
  return {
    withoutLimit: keys.filter(hasNoLimit).length,
    unused: keys.filter((key) => isForgotten(key, now)).length,
  };
}
