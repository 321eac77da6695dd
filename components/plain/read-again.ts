/** Marks a page that shows work in progress (`components/product/refresh-while-running.tsx`). */
const mark = "[data-read-again]";
const firstMs = 2_000;
/** What takes longer than some seconds may take days, such as a payment that is not decided. */
const longestMs = 60_000;

/**
 * Loads a page with work in progress again until that is through, ever more rarely. The wait is kept with the page's entry
 * in the history. The content policy of plain pages allows no request that would do it without loading.
 */
export function readAgain(): void {
  if (!document.querySelector(mark)) return;
  const kept: unknown = history.state;
  const waitMs = typeof kept === "number" ? kept : firstMs;
  setTimeout(() => {
    history.replaceState(Math.min(waitMs * 1.5, longestMs), "");
    location.reload();
  }, waitMs);
}
