import { msPerDay } from "@/lib/kernel/clock";

/** How long the link works that mails about a new or rotated key, and about unusual spend, have. */
export const disableLinkDays = 7;
export const disableLinkMs = disableLinkDays * msPerDay;

/** Three ids and a time (54 bytes), and a signature over them. */
export const disableTokenShape = /^([\w-]{72})\.([\w-]{43})$/;

/** What the link is called where it stands beside others; `label` is the key's. */
export function disableLabel(label: string): string {
  return `Disable key ${label}`;
}
