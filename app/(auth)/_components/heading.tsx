import type { ReactNode } from "react";

/** Title and sentence of the sign-in pages. */
export function Heading({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      {children ? <p className="text-ink-muted">{children}</p> : null}
    </div>
  );
}
