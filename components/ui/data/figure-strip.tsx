import Link from "next/link";
import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";

export type StripFigure = {
  readonly label: string;
  readonly value: ReactNode;
  /** The exact value, shown on hover. */
  readonly exact?: string;
  /** A change or a condition, in words: color is not its only sign. */
  readonly note?: ReactNode;
  readonly tone?: "neutral" | "positive" | "warning" | "danger";
  /** Makes the figure a link; `current` marks the chosen one. */
  readonly href?: string;
  readonly current?: boolean;
  /** The figure people come for: the first one, with a line of its own on narrow screens. */
  readonly lead?: boolean;
};

type FigureStripProps = {
  /** Names the group for screen readers. */
  readonly label: string;
  readonly figures: readonly StripFigure[];
};

const tones = {
  neutral: "text-ink-muted",
  positive: "text-positive",
  warning: "text-warning",
  danger: "text-danger",
} as const;

/**
 * Figures side by side in one band of 72 px; two or three in a row on narrow screens, more than seven in
 * fours, and more than eight in fives.
 */
export function FigureStrip({ label, figures }: FigureStripProps) {
  const isLong = figures.length > 7;
  return (
    <ul
      aria-label={label}
      className={classes(
        "grid border-y border-line",
        isLong
          ? figures.length > 8
            ? "grid-cols-2 sm:grid-cols-3 lg:grid-cols-5"
            : "grid-cols-2 sm:grid-cols-4"
          : "grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))]",
      )}
    >
      {figures.map((figure) => (
        <li
          key={figure.label}
          className={classes(
            "min-w-0 border-line [&:not(:first-child)]:border-l",
            figures[0]?.lead
              ? "max-sm:first:col-span-full max-sm:[&:nth-child(even)]:border-l-0"
              : "max-sm:[&:nth-child(odd)]:border-l-0",
            isLong && figures.length <= 8 && "sm:[&:nth-child(4n+1)]:border-l-0",
            figures.length > 8 &&
              "sm:max-lg:[&:nth-child(3n+1)]:border-l-0 lg:[&:nth-child(5n+1)]:border-l-0",
          )}
        >
          {figure.href === undefined ? (
            <div className="px-4 py-2">
              <Figure {...figure} />
            </div>
          ) : (
            <Link
              href={figure.href}
              scroll={false}
              aria-current={figure.current ? "true" : undefined}
              className={classes(
                "block border-b-2 px-4 pt-2 pb-1.5 outline-offset-[-2px] transition-colors duration-120 hover:bg-surface-sunken",
                figure.current ? "border-accent" : "border-transparent",
              )}
            >
              <Figure {...figure} />
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}

function Figure({ label, value, exact, note, tone = "neutral" }: StripFigure) {
  return (
    <dl className="flex min-h-14 min-w-0 flex-col gap-1">
      <dt className="text-xs font-medium text-ink-muted">{label}</dt>
      <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        <span title={exact} className="tabular text-xl font-semibold tracking-tight break-id">
          {value}
        </span>
        {note ? <span className={classes("tabular text-xs", tones[tone])}>{note}</span> : null}
      </dd>
    </dl>
  );
}
