import { StackedChart } from "@/components/charts/stacked-chart";
import { Stack } from "@/components/ui/layout/stack";
import type { Latency } from "@/lib/activity/get-latency-chart";
import { failureModel } from "@/lib/activity/rules/charts/failure-model";
import { latencyModel } from "@/lib/activity/rules/charts/latency-model";
import { viewerFormats } from "@/lib/auth/viewer-formats";

const measures = ["latency", "first_token", "throughput"] as const;

/** Failure rate by reason, latency, time to first token and throughput. Hovering one marks the same time in all. */
export async function PerformanceCharts({ latency }: { readonly latency: Latency }) {
  const formats = await viewerFormats();
  const { histograms, outcomes, countedFrom, range } = latency;
  const models = [
    failureModel(outcomes, { ...latency, formats }),
    ...measures.map((measure) => latencyModel(measure, histograms, { ...latency, formats })),
  ];
  return (
    <Stack gap="roomy">
      {countedFrom ? (
        <p className="text-sm text-ink-muted">
          Failures are counted since {formats.day(countedFrom, range.zone)}: older requests are no longer
          stored.
        </p>
      ) : null}
      {models.map((model) => (
        <section key={model.title} aria-label={model.title} className="flex min-w-0 flex-col gap-2">
          <h2 className="flex flex-wrap items-baseline gap-x-3 font-medium">
            {model.title}
            <span className="tabular text-sm font-normal text-ink-muted">{model.finding}</span>
          </h2>
          {model.series.length === 0 ? null : (
            <StackedChart model={model} syncId="performance" height="low" />
          )}
        </section>
      ))}
    </Stack>
  );
}
