import type { ChartModel } from "@/lib/kernel/chart-model";
import { classes } from "@/components/ui/classes";
import { Swatch } from "./swatch";

type ChartLegendProps = {
  readonly model: ChartModel;
  readonly isShown: (id: string) => boolean;
  readonly isExcluded: (id: string) => boolean;
  readonly isolated: string | null;
  readonly onIsolate: (id: string) => void;
  readonly onExclude: (id: string) => void;
};

const cell = "h-9 px-3 last:pr-4 text-right whitespace-nowrap tabular";

/** Color, name, sum and share. Clicking a name isolates its series; double-clicking hides it. */
export function ChartLegend({
  model,
  isShown,
  isExcluded,
  isolated,
  onIsolate,
  onExclude,
}: ChartLegendProps) {
  const hasShares = model.series.some((series) => series.shareText !== undefined);
  const hasAverages = model.series.some((series) => series.averageText !== undefined);
  return (
    <div className="min-w-0 overflow-x-auto">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">
          {model.title}: click a name to isolate it, double-click to hide it
        </caption>
        <thead>
          <tr className="border-b border-line text-ink-muted">
            <th scope="col" className="h-9 px-4 text-left font-medium">
              Name
            </th>
            <th scope="col" className={classes(cell, "font-medium")}>
              {model.kind === "bars" ? "Sum" : "Value"}
            </th>
            {hasShares ? (
              <th scope="col" className={classes(cell, "font-medium")}>
                Share
              </th>
            ) : null}
            {hasAverages ? (
              <th scope="col" className={classes(cell, "font-medium max-sm:hidden")}>
                Average
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {model.series.map((series) => (
            <tr
              key={series.id}
              className={classes("transition-opacity duration-150", !isShown(series.id) && "text-ink-faint")}
            >
              <th scope="row" className="max-w-0 w-full px-4 text-left font-normal">
                <button
                  type="button"
                  aria-pressed={isolated === series.id}
                  onClick={() => onIsolate(series.id)}
                  onDoubleClick={() => onExclude(series.id)}
                  className="flex h-9 max-w-full min-w-0 items-center gap-2 rounded-sm text-left outline-offset-[-2px] hover:text-accent max-sm:h-11"
                >
                  <Swatch color={series.color} />
                  <span className={classes("truncate", isExcluded(series.id) && "line-through")}>
                    {series.name}
                  </span>
                </button>
              </th>
              <td className={cell}>{series.sumText}</td>
              {hasShares ? <td className={cell}>{series.shareText}</td> : null}
              {hasAverages ? <td className={classes(cell, "max-sm:hidden")}>{series.averageText}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
