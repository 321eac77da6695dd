import { classes } from "@/components/ui/classes";
import type { GenerationRow } from "@/lib/activity/rules/generation-fields";
import { type RequestPhase, requestPhases } from "@/lib/activity/rules/request-phases";
import { viewerFormats } from "@/lib/auth/viewer-formats";

type GenerationTimelineProps = {
  readonly generation: GenerationRow;
  readonly providerName: (slug: string) => string;
};

const fills: Record<RequestPhase["kind"], string> = {
  failed: "fill-danger",
  waiting: "fill-line-strong",
  response: "fill-accent",
};
const dots: Record<RequestPhase["kind"], string> = {
  failed: "bg-danger",
  waiting: "bg-line-strong",
  response: "bg-accent",
};

/** The course of a request as a bar to scale: failed attempts, the wait for the first token, the response. */
export async function GenerationTimeline({ generation, providerName }: GenerationTimelineProps) {
  const formats = await viewerFormats();
  const phases = requestPhases(generation, providerName);
  const totalMs = Math.max(1, generation.latencyMs);
  return (
    <section aria-label="Timeline" className="flex flex-col gap-2">
      <svg
        aria-hidden
        viewBox={`0 0 ${totalMs} 8`}
        preserveAspectRatio="none"
        className="h-2 w-full overflow-hidden rounded-sm bg-surface-sunken"
      >
        {phases.map((phase) => (
          <rect
            key={phase.startMs}
            x={phase.startMs}
            width={phase.endMs - phase.startMs}
            height={8}
            className={fills[phase.kind]}
          />
        ))}
      </svg>
      <dl className="flex flex-col gap-1 text-sm">
        {phases.map((phase) => (
          <div key={phase.startMs} className="flex items-baseline justify-between gap-4">
            <dt className="flex min-w-0 items-center gap-2 text-ink-muted">
              <span aria-hidden className={classes("size-2 shrink-0 rounded-full", dots[phase.kind])} />
              {phase.label}
            </dt>
            <dd className="tabular whitespace-nowrap">{formats.duration(phase.endMs - phase.startMs)}</dd>
          </div>
        ))}
        <div className="flex items-baseline justify-between gap-4 border-t border-line pt-1">
          <dt className="text-ink-muted">Total</dt>
          <dd className="tabular font-medium">{formats.duration(generation.latencyMs)}</dd>
        </div>
      </dl>
    </section>
  );
}
