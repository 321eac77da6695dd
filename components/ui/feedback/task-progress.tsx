type TaskProgressProps = {
  /** Accessible name: "Making the archive". */
  readonly label: string;
  /** From 0 to 1; null while it cannot be told. */
  readonly progress: number | null;
  /** Shown below: "40% written". */
  readonly text: string;
};

/** How far a task is that ends by itself. */
export function TaskProgress({ label, progress, text }: TaskProgressProps) {
  const percent = progress === null ? null : Math.round(Math.max(0, Math.min(1, progress)) * 100);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent !== null && { "aria-valuenow": percent })}
        aria-valuetext={text}
      >
        <svg
          aria-hidden
          viewBox="0 0 100 4"
          preserveAspectRatio="none"
          className="block h-1 w-full overflow-hidden rounded-sm bg-line"
        >
          <rect width={percent ?? 0} height="4" className="fill-accent" />
        </svg>
      </div>
      <p className="tabular text-sm text-ink-muted">{text}</p>
    </div>
  );
}
