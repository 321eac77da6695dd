"use client";

import { WifiOff } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useFormats } from "@/components/ui/formats";

/** When the page on the screen was read. What refreshed itself since then is newer than the bar says, never older. */
const page = { readAt: new Date() };

/**
 * Says that the connection is gone and how old the page is. Meanwhile links and forms do nothing: Next would load the
 * next page in full, and the browser would replace this one by its own error page.
 */
export function OfflineBar() {
  const { shortTime } = useFormats();
  const readAt = useSyncExternalStore(
    watchConnection,
    () => (navigator.onLine ? null : shortTime(page.readAt, deviceZone())),
    () => null,
  );
  const isOnline = readAt === null;
  const pathname = usePathname();
  const search = useSearchParams().toString();
  const [held, setHeld] = useState(0);
  useEffect(() => {
    page.readAt = new Date();
  }, [pathname, search]);

  useEffect(() => {
    if (isOnline) return;
    const hold = (event: Event) => {
      if (!leadsAway(event)) return;
      event.preventDefault();
      event.stopPropagation();
      setHeld((count) => count + 1);
    };
    // On the window, which sees events before React and Next do.
    window.addEventListener("click", hold, true);
    window.addEventListener("submit", hold, true);
    return () => {
      window.removeEventListener("click", hold, true);
      window.removeEventListener("submit", hold, true);
      setHeld(0);
    };
  }, [isOnline]);

  return (
    <div role="status">
      {isOnline ? null : (
        <p className="flex min-h-8 items-center justify-center gap-1.5 bg-warning-soft px-4 py-1 text-sm text-warning">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          Offline. Showing data from {readAt}.{held > 0 ? " Pages and changes need a connection." : null}
        </p>
      )}
    </div>
  );
}

const deviceZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

function watchConnection(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}

/** A form, or a link to another page in this tab. Links within the page still work. */
function leadsAway(event: Event): boolean {
  if (event.type === "submit") return true;
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement)) return false;
  return !link.hash || link.href.split("#", 1)[0] !== window.location.href.split("#", 1)[0];
}
