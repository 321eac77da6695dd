"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { LinkButton } from "@/components/ui/actions/link-button";

type SheetKeysProps = { readonly newerHref: string | null; readonly olderHref: string | null };

/** Steps through the page of the feed without closing the sheet: by link, or with the arrow keys. */
export function SheetKeys({ newerHref, olderHref }: SheetKeysProps) {
  const router = useRouter();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const href = event.key === "ArrowLeft" ? newerHref : event.key === "ArrowRight" ? olderHref : null;
    if (href) router.push(href, { scroll: false });
  });
  // Arrow keys belong to the sheet as a whole, and no element of it has the focus at first.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
  return (
    <nav aria-label="Requests beside this one" className="flex flex-wrap items-center gap-2">
      {newerHref ? <LinkButton href={newerHref} size="small" icon={<ChevronUp aria-hidden />}>Newer</LinkButton> : null}
      {olderHref ? <LinkButton href={olderHref} size="small" icon={<ChevronDown aria-hidden />}>Older</LinkButton> : null}
      <span className="text-sm text-ink-muted max-sm:hidden">← and → step through the list</span>
    </nav>
  );
}
