"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { useLetterShortcuts } from "@/components/product/frame/shortcuts";
import { LinkButton } from "@/components/ui/actions/link-button";

type SheetKeysProps = { readonly newerHref: string | null; readonly olderHref: string | null };

/**
 * Moves to the newer or older request without closing the sheet: by link, with the arrow keys or with "j" and "k". All are
 * one entry of the history, so that Back leads to the page behind the sheet.
 */
export function SheetKeys({ newerHref, olderHref }: SheetKeysProps) {
  const router = useRouter();
  const [letters] = useLetterShortcuts();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || isInside(event.target)) return;
    const isNewer = event.key === "ArrowLeft" || (letters && event.key === "k");
    const isOlder = event.key === "ArrowRight" || (letters && event.key === "j");
    const href = isNewer ? newerHref : isOlder ? olderHref : null;
    if (href) router.replace(href, { scroll: false });
  });
  // Arrow keys apply to the whole sheet. The listener captures, because the dialog stops the event from bubbling.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen, true);
    return () => document.removeEventListener("keydown", listen, true);
  }, []);
  return (
    <nav aria-label="Adjacent requests" className="flex flex-wrap items-center gap-2">
      {newerHref ? (
        <LinkButton href={newerHref} size="small" keepScroll replace icon={<ChevronLeft aria-hidden />}>
          Newer
        </LinkButton>
      ) : null}
      {olderHref ? (
        <LinkButton href={olderHref} size="small" keepScroll replace icon={<ChevronRight aria-hidden />}>
          Older
        </LinkButton>
      ) : null}
      <span className="text-sm text-ink-muted max-sm:hidden">Use ← and →, or j and k</span>
    </nav>
  );
}

/** In a field or in horizontally scrolling code the arrow keys already do something else. */
function isInside(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, pre") !== null;
}
