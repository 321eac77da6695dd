import Link from "next/link";
import { Disclosure } from "@/components/ui/layout/disclosure";
import type { ChartModel } from "@/lib/kernel/chart-model";

type ChartDataTableProps = {
  readonly model: ChartModel;
  /** The page limited to the bucket that begins at AT: each period becomes a link. */
  readonly bucketTemplate?: string;
};

/** The chart's data as a table, one row per bucket, for screen readers and keyboards too. */
export function ChartDataTable({ model, bucketTemplate }: ChartDataTableProps) {
  return (
    <Disclosure summary="Show data as a table">
      <div
        className="max-h-96 min-w-0 overflow-auto rounded-md border border-line"
        tabIndex={0}
        role="region"
        aria-label={`${model.title}: data`}
      >
        <table className="w-full border-collapse text-sm">
          <caption className="sr-only">
            {model.title}, times in {model.zone}
          </caption>
          <thead>
            <tr className="text-ink-muted">
              <th scope="col" className="h-9 px-3 text-left font-medium whitespace-nowrap">
                Period ({model.zone})
              </th>
              {model.series.map((series) => (
                <th key={series.id} scope="col" className="h-9 px-3 text-right font-medium whitespace-nowrap">
                  {series.name}
                </th>
              ))}
              {model.totalText === null ? null : (
                <th scope="col" className="h-9 px-3 text-right font-medium">
                  Total
                </th>
              )}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {model.buckets.map((bucket, index) => (
              <tr key={bucket.start}>
                <th scope="row" className="h-9 px-3 text-left font-normal whitespace-nowrap">
                  {bucketTemplate ? (
                    <Link
                      href={bucketHref(bucketTemplate, bucket.start)}
                      prefetch={false}
                      className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
                    >
                      {bucket.period}
                    </Link>
                  ) : (
                    bucket.period
                  )}
                  {bucket.unfinished ? " (in progress)" : ""}
                </th>
                {model.series.map((series) => (
                  <td key={series.id} className="tabular h-9 px-3 text-right whitespace-nowrap">
                    {series.texts[index] ?? "no data"}
                  </td>
                ))}
                {model.totalText === null ? null : (
                  <td className="tabular h-9 px-3 text-right whitespace-nowrap">
                    {bucket.totalText ?? "no data"}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Disclosure>
  );
}

/** The address for a bucket, from a template with AT in place of its start. */
export function bucketHref(template: string, start: string): string {
  return template.replace("AT", `${start.slice(0, 16)}Z`);
}
