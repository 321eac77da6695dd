import { StackedChart } from "@/components/charts/stacked-chart";
import { classes } from "@/components/ui/classes";
import { Stack } from "@/components/ui/layout/stack";
import type { Latency } from "@/lib/activity/get-latency-chart";
import { failureModel } from "@/lib/activity/rules/charts/failure-model";
import { latencyModel } from "@/lib/activity/rules/charts/latency-model";
import { providerModel } from "@/lib/activity/rules/charts/provider-model";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { labelWidthOf } from "@/lib/kernel/chart-axis";
import type { Formats } from "@/lib/kernel/format";

const measures = ["latency", "first_token", "throughput"] as const;

/** Failure rate by reason, latency, time to first token and throughput, also by provider. Hovering one marks the same time in all. */
export async function PerformanceCharts({ latency }: { readonly latency: Latency }) {
  const formats = await viewerFormats();
  const { histograms, outcomes, providers } = latency;
  const note = noteOf(latency, formats);
  const models = [
    failureModel(outcomes, { ...latency, formats }),
    ...measures.map((measure) => latencyModel(measure, histograms, { ...latency, formats })),
    providerModel(providers.speeds, { ...latency, ...providers, formats }),
  ];
  const labelWidth = Math.max(...models.map((model) => labelWidthOf(model, model.series, formats)));
  return (
    <Stack gap="roomy">
      {note ? <p className="text-sm text-ink-muted">{note}</p> : null}
      {models.map((model) => (
        <section key={model.title} aria-label={model.title} className="flex min-w-0 flex-col gap-2">
          <h2 className="flex flex-wrap items-baseline gap-x-3 font-medium">
            {model.title}
            <span
              className={classes(
                "tabular text-sm font-normal text-ink-muted",
                // There the chart itself says it, as long as no bucket is pointed at.
                model.series.length > 0 && "max-sm:hidden",
              )}
            >
              {model.finding}
            </span>
          </h2>
          {model.series.length === 0 ? null : (
            <StackedChart model={model} syncId="performance" height="low" labelWidth={labelWidth} />
          )}
        </section>
      ))}
    </Stack>
  );
}

/** Which requests of the range are not counted. */
function noteOf({ newest, countedFrom, range }: Latency, formats: Formats): string | null {
  if (newest) {
    const counted = newest.includesTimes ? "Measured over" : "Failures are counted over";
    return `${counted} the newest ${formats.count(newest.requests)} requests of this range.`;
  }
  return (
    countedFrom &&
    `Failures are counted since ${formats.day(countedFrom, range.zone)}: older requests are no longer stored.`
  );
}
