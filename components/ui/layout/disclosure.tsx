import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

type DisclosureProps = { readonly summary: ReactNode; readonly children: ReactNode; readonly open?: boolean };

/** A native details element, so that it opens before hydration. */
export function Disclosure({ summary, children, open }: DisclosureProps) {
  return (
    <details open={open} className="group min-w-0">
      <summary className="inline-flex min-h-7 list-none items-center gap-1.5 rounded-sm text-sm text-ink-muted hover:text-ink max-sm:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 transition-transform duration-150 group-open:rotate-90" />
        {summary}
      </summary>
      <div className="flex min-w-0 flex-col gap-3 pt-3">{children}</div>
    </details>
  );
}
