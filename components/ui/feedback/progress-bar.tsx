type ProgressBarProps = {
  /** Accessible name: "Usage of key Production". */
  readonly label: string;
  /** Can exceed 100; the bar is drawn up to 100. */
  readonly percent: number;
  /** The value in words: "$4.20 of $10.00". */
  readonly text: string;
  /** Shown at the right: "resets Dec 1, 2026". */
  readonly note?: string;
};

/** Usage against a limit. Amber from 80%, red at the limit; the text says the same. */
export function ProgressBar({ label, percent, text, note }: ProgressBarProps) {
  const drawn = Math.max(0, Math.min(100, Math.round(percent)));
  const tone = percent >= 100 ? "fill-danger" : percent >= 80 ? "fill-warning" : "fill-accent";
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm">
        <span className="tabular">{text}</span>
        {note ? <span className="text-ink-muted">{note}</span> : null}
      </div>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={drawn}
        aria-valuetext={text}
      >
        <svg
          aria-hidden
          viewBox="0 0 100 4"
          preserveAspectRatio="none"
          className="block h-1 w-full overflow-hidden rounded-sm bg-line"
        >
          <rect width={drawn} height="4" className={tone} />
        </svg>
      </div>
    </div>
  );
}
