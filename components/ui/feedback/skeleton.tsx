import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";

const bar = "block animate-skeleton rounded-sm bg-line motion-reduce:animate-none";

/** Announces that a region is loading; its outline is hidden from screen readers. */
export function SkeletonRegion({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <div aria-busy role="status" className="contents">
      <span className="sr-only">{label}</span>
      {children}
    </div>
  );
}

/** Outline of a page header. */
export function SkeletonHeader() {
  return (
    <div aria-hidden className="flex flex-col gap-2">
      <span className={classes(bar, "h-7 w-40")} />
      <span className={classes(bar, "h-4 w-80 max-w-full")} />
    </div>
  );
}

export function SkeletonFigures({ count = 3 }: { readonly count?: number }) {
  return (
    <div aria-hidden className="grid gap-3 sm:grid-cols-3">
      {Array.from({ length: count }, (_, index) => (
        <div
          key={index}
          className="flex h-28 flex-col gap-3 rounded-lg border border-line bg-surface-raised p-4"
        >
          <span className={classes(bar, "h-3 w-20")} />
          <span className={classes(bar, "h-7 w-32")} />
        </div>
      ))}
    </div>
  );
}

export function SkeletonChart() {
  return <div aria-hidden className={classes(bar, "h-80 rounded-lg")} />;
}

export function SkeletonTable({ rows = 8 }: { readonly rows?: number }) {
  return (
    <div
      aria-hidden
      className="flex flex-col divide-y divide-line rounded-lg border border-line bg-surface-raised"
    >
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-9 items-center justify-between gap-4 px-3">
          <span className={classes(bar, "h-3 w-40")} />
          <span className={classes(bar, "h-3 w-16")} />
        </div>
      ))}
    </div>
  );
}

/** Outline of a settings card. */
export function SkeletonCard({ lines = 3 }: { readonly lines?: number }) {
  return (
    <div aria-hidden className="flex flex-col gap-3 rounded-lg border border-line bg-surface-raised p-5">
      <span className={classes(bar, "h-4 w-40")} />
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={classes(bar, "h-3 w-full max-w-md")} />
      ))}
    </div>
  );
}
