import { classes } from "@/components/ui/classes";
import type { ChartModel } from "@/lib/kernel/chart-model";
import { Swatch } from "./swatch";
import type { ShownSeries } from "./use-shown-series";

/** The series of a chart of rates in one row: color, name and the value over the whole range. A click isolates one. */
export function ChartLegend({ model, series }: { readonly model: ChartModel; readonly series: ShownSeries }) {
  return (
    <ul aria-label={`${model.title}: series`} className="flex flex-wrap gap-x-1 gap-y-1 text-sm">
      {model.series.map(({ id, name, color, sumText }, place) => (
        <li key={id} onPointerEnter={() => series.hover(place)} onPointerLeave={() => series.hover(null)}>
          <button
            type="button"
            aria-pressed={series.isolated === id}
            onClick={() => series.isolate(id)}
            className={classes(
              "flex h-7 items-center gap-2 rounded-sm px-2 hover:bg-surface-sunken max-sm:h-11",
              !series.isShown(id) && "text-ink-faint",
            )}
          >
            <Swatch color={color} />
            {name}
            <span className="tabular font-medium">{sumText}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
