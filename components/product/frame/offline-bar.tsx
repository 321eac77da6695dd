"use client";

import { WifiOff } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useState, useSyncExternalStore } from "react";
import {
  checkContact,
  checkContactSoon,
  isConnected,
  useServerAway,
} from "@/components/product/server-contact";
import { useFormats } from "@/components/ui/formats";

/** When the page on the screen was read. What refreshed itself since then is newer than the bar says, never older. */
const page = { readAt: new Date() };

/**
 * Says that the network or the server is gone and how old the page is. Meanwhile links do nothing, and neither do forms
 * that cannot say so themselves: Next would load the next page in full, and the browser would replace this one by its own
 * error page.
 */
export function OfflineBar() {
  const { shortTime } = useFormats();
  const isOnline = useSyncExternalStore(
    watchConnection,
    () => navigator.onLine,
    () => true,
  );
  const isServerAway = useServerAway();
  const isCut = !isOnline || isServerAway;
  const pathname = usePathname();
  const search = useSearchParams().toString();
  useEffect(() => {
    page.readAt = new Date();
  }, [pathname, search]);
  useContactCheck(isOnline);
  const hasHeld = useHeldLinks(isCut);

  return (
    <div role="status">
      {isCut ? (
        <p className="flex min-h-8 items-center justify-center gap-1.5 bg-warning-soft px-4 py-1 text-sm text-warning">
          <WifiOff aria-hidden className="size-4 shrink-0" />
          {isOnline ? "The server can't be reached. Trying again." : "Offline."} Showing data from{" "}
          {shortTime(page.readAt, deviceZone())}.{hasHeld ? " Pages and changes need a connection." : null}
        </p>
      ) : null}
    </div>
  );
}

/** Asks whether the server is there as soon as a link is aimed at, so that it is known before the link is followed. */
function useContactCheck(isOnline: boolean): void {
  useEffect(() => {
    if (!isOnline) return;
    if (!isConnected()) void checkContact();
    const aim = (event: Event) => {
      if (linkOf(event)) checkContactSoon();
    };
    const events = ["pointerover", "pointerdown", "focusin"] as const;
    for (const name of events) window.addEventListener(name, aim, true);
    return () => {
      for (const name of events) window.removeEventListener(name, aim, true);
    };
  }, [isOnline]);
}

/** Holds links and forms back while the connection is cut. True once it has held one. */
function useHeldLinks(isCut: boolean): boolean {
  const [hasHeld, setHeld] = useState(false);
  useEffect(() => {
    if (!isCut) return;
    const hold = (event: Event) => {
      if (!leadsAway(event)) return;
      event.preventDefault();
      event.stopPropagation();
      setHeld(true);
    };
    // On the window, which sees events before React and Next do.
    window.addEventListener("click", hold, true);
    window.addEventListener("submit", hold, true);
    return () => {
      window.removeEventListener("click", hold, true);
      window.removeEventListener("submit", hold, true);
      setHeld(false);
    };
  }, [isCut]);
  return hasHeld;
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

/**
 * A form, or a link to another page in this tab. Links within the page still work, and so do forms that show beside their
 * fields that no response came: the bar may be behind the sheet that they are in.
 */
function leadsAway(event: Event): boolean {
  if (event.type === "submit")
    return !(event.target instanceof HTMLFormElement && "saysWhenLost" in event.target.dataset);
  const link = linkOf(event);
  if (!link) return false;
  return !link.hash || link.href.split("#", 1)[0] !== window.location.href.split("#", 1)[0];
}

function linkOf(event: Event): HTMLAnchorElement | null {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  return link instanceof HTMLAnchorElement ? link : null;
}
