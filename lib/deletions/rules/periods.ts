import { msPerDay } from "@/lib/kernel/clock";

/** The link to the state of a deletion works at least this long, and as long as billing records are kept. */
export const linkDays = 90;

/** Requests that were running at a deletion have settled by then, with room to spare: what they left is removed too. */
export const checkedAfterMs = msPerDay;
