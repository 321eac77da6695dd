import { z } from "zod";
import { textField } from "@/lib/kernel/text-field";
import { paths } from "@/lib/kernel/paths";
import type { KeyKind } from "@/lib/keys/rules/key-input";
import { type KeySelection, keyShows, keySorts } from "@/lib/keys/rules/key-selection";

/** What the address of the list says. Unknown values fall back, because an old link must not fail. */
export const keyQuerySchema = z.object({
  kind: z.enum(["inference", "management"]).catch("inference"),
  q: textField(200).catch(""),
  show: z.enum(keyShows).nullable().catch(null),
  sort: z.enum(keySorts).catch("newest"),
  page: z.coerce.number().int().min(1).max(40).catch(1),
  new: z.string().optional().catch(undefined),
  /** The model that the new key's snippets call. */
  model: textField(200).catch(""),
});

export type KeyQuery = KeySelection & { readonly kind: KeyKind; readonly page: number };

/** The address of the list with changes; a change of anything but the page leads to the first page. */
export function keysHref(query: KeyQuery, change: Partial<KeyQuery> = {}): string {
  const { kind, search, show, sort, page } = { ...query, page: 1, ...change };
  const parameters = new URLSearchParams({
    ...(kind === "management" && { kind }),
    ...(search && { q: search }),
    ...(show && { show }),
    ...(sort !== "newest" && { sort }),
    ...(page > 1 && { page: String(page) }),
  });
  return parameters.size === 0 ? paths.keys : `${paths.keys}?${parameters}`;
}
