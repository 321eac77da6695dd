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
 * Figures side by side in one band of 72 px; two in a row on phones. Those of a last row that is not full share it, but
 * more than seven stay in columns: four, and five of more than eight. Each has a line above and before it, of which the
 * band cuts off those at its edges.
 */
export function FigureStrip({ label, figures }: FigureStripProps) {
  const hasLead = figures[0]?.lead ?? false;
  return (
    <ul
      aria-label={label}
      className={classes(
        "flex flex-wrap overflow-clip border-y border-line",
        figures.length > 8
          ? "sm:grid sm:grid-cols-3 lg:grid-cols-5"
          : figures.length > 7 && "sm:grid sm:grid-cols-4",
      )}
    >
      {figures.map((figure, place) => (
        <li
          key={figure.label}
          className={classes(
            "-mt-px -ml-px min-w-0 grow basis-[8.5rem] border-t border-l border-line",
            hasLead && place === 0 ? "max-sm:basis-full" : "max-sm:basis-[34%]",
            startsPhoneRow(place, hasLead) && "max-sm:*:pl-0",
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

/** Its text begins at the edge of the page, as all other text does. */
function startsPhoneRow(place: number, hasLead: boolean): boolean {
  return place === 0 || place % 2 === (hasLead ? 1 : 0);
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
