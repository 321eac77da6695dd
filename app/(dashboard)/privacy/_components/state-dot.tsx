import type { ReactNode } from "react";

/** A filled or an empty circle before a figure: something is kept, or nothing. The words beside it say the same. */
export function StateDot({ on, children }: { readonly on: boolean; readonly children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span
        aria-hidden
        className={`size-2.5 shrink-0 rounded-full border-2 ${on ? "border-accent bg-accent forced-colors:bg-[CanvasText]" : "border-line-strong"}`}
      />
      {children}
    </span>
  );
}
