import { pageFailed } from "@/components/product/page-failed";
import { pagePattern, reportedMax } from "@/lib/interface-events/rules/page-pattern";

const everyMs = 30_000;
let waiting: string[] = [];

/** Notes that a page was opened, by the pattern of its address. */
export function notePage(pathname: string): void {
  note(pagePattern(pathname));
}

function note(name: string): void {
  if (waiting.length < reportedMax) waiting.push(name);
}

/**
 * Sends what was noted every half minute, and when the page is hidden or closed, until the returned function is called or
 * the server says that nothing is collected any more. What was not sent by then is forgotten.
 */
export function startReporting(): () => void {
  const send = () => {
    if (waiting.length === 0) return;
    const body = JSON.stringify(waiting);
    waiting = [];
    fetch("/api/dashboard/interface-events", { method: "POST", keepalive: true, body }).then(
      async (response) => {
        const { collecting }: { collecting?: boolean } = response.ok ? await response.json() : {};
        if (collecting === false) stop();
      },
      // A report that is lost is not sent again.
      () => undefined,
    );
  };
  const onHide = () => (document.visibilityState === "hidden" ? send() : undefined);
  const onFailure = () => note("!page_failed");
  const timer = setInterval(send, everyMs);
  document.addEventListener("visibilitychange", onHide);
  window.addEventListener(pageFailed, onFailure);
  const stop = () => {
    waiting = [];
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onHide);
    window.removeEventListener(pageFailed, onFailure);
  };
  return stop;
}
