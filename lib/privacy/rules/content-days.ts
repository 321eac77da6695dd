import { z } from "zod";
import { isDay, moveDay, startOfDay } from "@/lib/activity/rules/zone-days";

/** A range of days of stored content, both included: "2026-11-21". An absent end is open. */
export type ContentDays = { readonly from?: string | undefined; readonly to?: string | undefined };

/** Moments: `from` is the first, `to` the first after it. */
export type ContentRange = { readonly from: Date; readonly to: Date };

const day = z.string("Choose a day.").refine(isDay, "Choose a day.").optional();
/** An empty field of a form is an open end. */
const field = z.preprocess((value) => (value === "" ? undefined : value), day);

/** Rejects what is not a day. */
export const contentDays = z.object({ from: field, to: field });

/** The same for a download, where a typo must not change what is in it: other names and days in the wrong order are errors. */
export const downloadedDays = z
  .strictObject({ from: field, to: field }, { error: "The parameters are `from` and `to`." })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    error: "`from` must not be after `to`.",
  });

/** The filter in the address of a page, which leaves out what is no day. `find` is the ID of a generation, or no ID at all. */
export const contentFilterOfPage = {
  find: z.string().trim().min(1).max(64).optional().catch(undefined),
  from: field.catch(undefined),
  to: field.catch(undefined),
};

/** The moments of the days in a time zone; null without any day. Days in the wrong order are swapped. */
export function contentRange(days: ContentDays, zone: string): ContentRange | null {
  const { from, to } = inOrder(days);
  if (from === undefined && to === undefined) return null;
  return {
    from: startOfDay(from ?? "2000-01-01", zone),
    to: startOfDay(to === undefined ? "2100-01-01" : moveDay(to, { days: 1 }), zone),
  };
}

function inOrder({ from, to }: ContentDays): ContentDays {
  return from !== undefined && to !== undefined && from > to ? { from: to, to: from } : { from, to };
}
