import { z } from "zod";

/** Longest time, in hours, for which the old secret of a rotated key works beside the new one: seven days. */
const overlapHoursMax = 168;

/** What the form offers. The shortest is for a secret that leaked, the longest for many places to deploy to. */
export const overlapChoices = [
  {
    hours: 0,
    label: "No overlap: end it now",
    hint: "For a secret that leaked. Requests with it fail from this moment on.",
  },
  { hours: 1, label: "1 hour", hint: null },
  { hours: 24, label: "24 hours", hint: null },
  { hours: 72, label: "3 days", hint: null },
  { hours: overlapHoursMax, label: "7 days", hint: null },
] as const;

export const overlapHoursDefault = 24;

export const overlapMessage = "Choose an overlap of up to 7 days.";

export const overlapField = z
  .string(overlapMessage)
  .regex(/^\d{1,3}$/, overlapMessage)
  .transform(Number)
  .refine(isOverlap, overlapMessage);

/** Whole hours, from none to seven days. */
export function isOverlap(hours: number): boolean {
  return Number.isInteger(hours) && hours >= 0 && hours <= overlapHoursMax;
}
