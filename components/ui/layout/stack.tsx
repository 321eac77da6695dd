import type { ReactNode } from "react";

const gaps = { tight: "gap-2", normal: "gap-4", roomy: "gap-6" } as const;
const grids = {
  2: "items-start md:grid-cols-2",
  3: "sm:grid-cols-3",
  sidebar: "items-start lg:grid-cols-[minmax(0,1fr)_22rem]",
} as const;

/** A vertical stack. Primitives have no outer margin, so their parent spaces them. */
export function Stack({
  gap = "normal",
  children,
}: {
  readonly gap?: keyof typeof gaps;
  readonly children: ReactNode;
}) {
  return <div className={`flex min-w-0 flex-col ${gaps[gap]}`}>{children}</div>;
}

/** A wrapping row. */
export function Row({
  gap = "tight",
  children,
}: {
  readonly gap?: keyof typeof gaps;
  readonly children: ReactNode;
}) {
  return <div className={`flex min-w-0 flex-wrap items-center ${gaps[gap]}`}>{children}</div>;
}

/** Equal columns, or content with a side panel; one column on narrow screens. */
export function Columns({ of, children }: { readonly of: keyof typeof grids; readonly children: ReactNode }) {
  return <div className={`grid min-w-0 gap-4 *:min-w-0 ${grids[of]}`}>{children}</div>;
}
