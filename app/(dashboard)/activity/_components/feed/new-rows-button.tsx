import { ArrowUp } from "lucide-react";
import type { RefObject } from "react";
import { useFormats } from "@/components/ui/formats";

type NewRowsButtonProps = { readonly count: number; readonly heading: RefObject<HTMLElement | null> };

/**
 * "12 new": requests that arrived while the reader was further down. Leads back to the top of the list. The first of them
 * is announced; the count changes every few seconds, and announcing that would interrupt what is being read.
 */
export function NewRowsButton({ count, heading }: NewRowsButtonProps) {
  const formats = useFormats();
  return (
    <div className="pointer-events-none sticky top-24 z-10 flex h-0 justify-center">
      <span role="status" className="sr-only">
        {count === 0 ? "" : "New requests above the list"}
      </span>
      {count === 0 ? null : (
        <button
          type="button"
          onClick={() => {
            heading.current?.scrollIntoView({ block: "start" });
            heading.current?.focus({ preventScroll: true });
          }}
          className="pointer-events-auto inline-flex h-8 items-center gap-1.5 rounded-full bg-accent px-3 text-sm font-medium whitespace-nowrap text-accent-ink shadow-popup hover:bg-accent-strong"
        >
          <ArrowUp aria-hidden className="size-4" />
          {formats.count(count)} new
        </button>
      )}
    </div>
  );
}
