import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";

type FigureCardProps = {
  readonly label: string;
  readonly value: ReactNode;
  /** The exact value, shown on hover. */
  readonly exact?: string;
  /** "+12% vs. previous 7 days". In words, so that color is not the only sign. */
  readonly change?: { readonly text: string; readonly tone?: "neutral" | "positive" | "danger" };
  readonly note?: ReactNode;
  /** A sparkline. */
  readonly children?: ReactNode;
};

const tones = { neutral: "text-ink-muted", positive: "text-positive", danger: "text-danger" } as const;

/** One large figure with its change. */
export function FigureCard({ label, value, exact, change, note, children }: FigureCardProps) {
  return (
    <div className="flex min-w-0 flex-col justify-between gap-3 rounded-lg border border-line bg-surface-raised p-4">
      <dl className="flex min-w-0 flex-col gap-1">
        <dt className="text-sm text-ink-muted">{label}</dt>
        <dd title={exact} className="tabular text-2xl font-semibold tracking-tight break-id">
          {value}
        </dd>
        {change ? (
          <dd className={classes("tabular text-sm", tones[change.tone ?? "neutral"])}>{change.text}</dd>
        ) : null}
        {note ? <dd className="text-sm text-ink-muted">{note}</dd> : null}
      </dl>
      {children}
    </div>
  );
}
