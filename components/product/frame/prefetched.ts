/** Next keeps a prefetched page for this long (its smallest value, `staleTimes.static` in next.config.ts). */
const keptMs = 30_000;
/** A page that was fetched longer ago than this shows figures that may have changed. */
const freshMs = 2_000;

const fetchedAt = new Map<string, number>();

/** Notes that a page is being fetched before it is asked for. A page that is still kept is not fetched again. */
export function notePrefetch(href: string, nowMs: number): void {
  if (nowMs - (fetchedAt.get(href) ?? -Infinity) >= keptMs) fetchedAt.set(href, nowMs);
}

/** Whether a page that was just opened was fetched too long ago, so that it has to be read again. */
export function isStalePrefetch(href: string, nowMs: number): boolean {
  const age = nowMs - (fetchedAt.get(href) ?? Infinity);
  return age > freshMs && age < keptMs;
}

/** After a refresh Next keeps no prefetched page. */
export function forgetPrefetches(): void {
  fetchedAt.clear();
}
