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
 * Figures side by side in one band of 72 px; in two columns on phones, more than seven in fours, and more than eight in
 * fives. On phones a last figure that would be alone in its row takes all of it.
 */
export function FigureStrip({ label, figures }: FigureStripProps) {
  const hasLead = figures[0]?.lead ?? false;
  const isLastAlone = (figures.length - (hasLead ? 1 : 0)) % 2 === 1;
  return (
    <ul
      aria-label={label}
      className={classes(
        "grid border-y border-line max-sm:grid-cols-2",
        figures.length > 8
          ? "sm:grid-cols-3 lg:grid-cols-5"
          : figures.length > 7
            ? "sm:grid-cols-4"
            : "sm:grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))]",
      )}
    >
      {figures.map((figure, place) => (
        <li
          key={figure.label}
          className={classes(
            "min-w-0 border-line sm:not-first:border-l",
            hasLead ? "max-sm:first:col-span-full" : undefined,
            isLastAlone && "max-sm:last:col-span-full",
            startsPhoneRow(place, hasLead) ? "max-sm:*:pl-0" : "max-sm:border-l",
            place >= (hasLead ? 1 : 2) && "max-sm:border-t",
            wideBorders(figures.length),
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

function startsPhoneRow(place: number, hasLead: boolean): boolean {
  return place === 0 || place % 2 === (hasLead ? 1 : 0);
}

/** The first of a row has no line before it, and the rows below the first one have a line above them. */
function wideBorders(count: number): string | undefined {
  if (count > 8)
    return "sm:max-lg:nth-[3n+1]:border-l-0 sm:max-lg:nth-[n+4]:border-t lg:nth-[5n+1]:border-l-0 lg:nth-[n+6]:border-t";
  return count > 7 ? "sm:nth-[4n+1]:border-l-0 sm:nth-[n+5]:border-t" : undefined;
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
