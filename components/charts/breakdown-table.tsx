"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { classes } from "@/components/ui/classes";
import type { ChartModel, ChartSeries, SeriesBreakdown } from "@/lib/kernel/chart-model";
import { SeriesMenu } from "./series-menu";
import { ShareBar } from "./share-bar";
import { Sparkline } from "./sparkline";
import { Swatch } from "./swatch";
import type { ShownSeries } from "./use-shown-series";

type BreakdownTableProps = {
  readonly model: ChartModel;
  readonly series: ShownSeries;
  /** The bucket whose values a phone shows, which has no room for a tooltip. */
  readonly bucket: number | null;
};

type SortColumn = keyof SeriesBreakdown["order"];
type Sort = { readonly column: SortColumn; readonly descending: boolean };

const cell = "h-9 px-3 text-right whitespace-nowrap tabular max-sm:h-11";
/** Hidden where the table itself is narrow. */
const wideOnly = "@max-2xl:hidden";

/** The series of the chart as a table, which is its legend: click a name to isolate it, Alt-click to exclude it. */
export function BreakdownTable({ model, series, bucket }: BreakdownTableProps) {
  const [sort, setSort] = useState<Sort>({ column: "sum", descending: true });
  const [showsEmpty, setShowsEmpty] = useState(false);
  const isEmpty = (one: ChartSeries) => (one.breakdown?.order.sum ?? 0) === 0;
  const empty = model.series.filter(isEmpty);
  const folds = empty.length > 0 && empty.length < model.series.length;
  const rows = sorted(
    folds && !showsEmpty ? model.series.filter((one) => !isEmpty(one)) : model.series,
    sort,
  );
  const header = (column: SortColumn, className?: string) => (
    <SortHeader
      title={model.columns?.[column] ?? ""}
      className={className}
      sorted={sort.column === column ? (sort.descending ? "descending" : "ascending") : "none"}
      onSort={() => setSort({ column, descending: sort.column === column ? !sort.descending : true })}
    />
  );
  if (model.series.length === 0) return null;
  return (
    <div className="@container min-w-0">
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{model.title}: breakdown</caption>
        <thead>
          <tr className="border-b border-line text-xs text-ink-muted">
            <th scope="col" className="h-9 px-3 text-left font-medium max-sm:pl-0 sm:pl-4">
              {model.title.replace(/^.* by /, "By ")}
            </th>
            {header("sum")}
            <th scope="col" className={classes(cell, "font-medium")}>
              Share
            </th>
            {header("second", wideOnly)}
            {header("average", wideOnly)}
            <th scope="col" className={classes("h-9 px-3 text-left font-medium", wideOnly)}>
              Trend
            </th>
            <th scope="col">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((one) => (
            <BreakdownRow key={one.id} one={one} model={model} series={series} bucket={bucket} />
          ))}
        </tbody>
      </table>
      {folds ? (
        <button
          type="button"
          onClick={() => setShowsEmpty(!showsEmpty)}
          aria-expanded={showsEmpty}
          className="h-9 rounded-sm px-3 text-sm text-ink-muted underline decoration-line-strong underline-offset-2 hover:text-ink max-sm:h-11 max-sm:px-0 sm:pl-4"
        >
          {showsEmpty ? "Hide" : "Show"} {empty.length} with {model.emptyText}
        </button>
      ) : null}
    </div>
  );
}

type RowProps = {
  readonly one: ChartSeries;
  readonly model: ChartModel;
  readonly series: ShownSeries;
  readonly bucket: number | null;
};

function BreakdownRow({ one, model, series, bucket }: RowProps) {
  const { id, name, color, breakdown } = one;
  if (!breakdown) return null;
  const place = model.series.indexOf(one);
  const ofBucket = bucket === null ? undefined : one.texts[bucket];
  return (
    <tr
      onPointerEnter={() => series.hover(place)}
      onPointerLeave={() => series.hover(null)}
      className={classes("hover:bg-surface-sunken", !series.isShown(id) && "text-ink-faint")}
    >
      <th scope="row" className="w-full max-w-0 px-3 text-left font-medium max-sm:pl-0 sm:pl-4">
        <button
          type="button"
          aria-pressed={series.isolated === id}
          // Its text is in two boxes, between which screen readers would read a space.
          aria-label={name}
          title={`${name}: click to show it alone, Alt-click to hide it`}
          onClick={(event) => (event.altKey ? series.exclude(id) : series.isolate(id))}
          className="flex h-9 max-w-full min-w-0 items-center gap-2 rounded-sm text-left outline-offset-[-2px] hover:text-accent max-sm:h-11"
        >
          <Swatch color={color} />
          <span className={classes("flex min-w-0", series.isExcluded(id) && "line-through")}>
            <Name name={name} />
          </span>
        </button>
      </th>
      <td className={classes(cell, "font-medium")} title={breakdown.exactText}>
        <span className={ofBucket ? "max-sm:hidden" : undefined}>{one.sumText}</span>
        {ofBucket ? <span className="sm:hidden">{ofBucket}</span> : null}
      </td>
      <td className={cell}>
        <span className="inline-flex items-center justify-end gap-2">
          <span className="w-24 @max-2xl:hidden">
            <ShareBar share={breakdown.share} color={color} />
          </span>
          <span className="min-w-12">{breakdown.shareText ?? "–"}</span>
        </span>
      </td>
      <td className={classes(cell, wideOnly)}>
        {breakdown.requestsHref && model.columns?.second === "Requests" ? (
          <Link
            href={breakdown.requestsHref}
            className="rounded-sm py-1.5 underline decoration-line-strong underline-offset-2 hover:decoration-current"
            title={`View the requests of ${name}`}
          >
            {breakdown.secondText}
          </Link>
        ) : (
          breakdown.secondText
        )}
      </td>
      <td className={classes(cell, wideOnly)}>{breakdown.averageText ?? "–"}</td>
      <td className={classes("px-3", wideOnly)}>
        <div className="w-28">
          <Sparkline
            values={breakdown.trend}
            label={`${name} over the range`}
            color={color}
            unfinished={model.buckets.at(-1)?.unfinished}
          />
        </div>
      </td>
      <td className="w-9 pr-1 max-sm:pr-0 sm:pr-4">
        <SeriesMenu name={name} id={id} series={series} requestsHref={breakdown.requestsHref} />
      </td>
    </tr>
  );
}

/** The end of a model's name tells it from others, so its author is what is cut. */
function Name({ name }: { readonly name: string }) {
  const slash = /^[\w.-]+\/[\w.:-]+$/.test(name) ? name.indexOf("/") + 1 : 0;
  return (
    <>
      {slash > 0 ? <span className="min-w-0 truncate">{name.slice(0, slash)}</span> : null}
      <span className={classes("truncate", slash > 0 && "max-w-full shrink-0")}>{name.slice(slash)}</span>
    </>
  );
}

type SortHeaderProps = {
  readonly title: string;
  readonly className?: string;
  readonly sorted: "ascending" | "descending" | "none";
  readonly onSort: () => void;
};

function SortHeader({ title, className, sorted, onSort }: SortHeaderProps) {
  return (
    <th scope="col" aria-sort={sorted} className={classes("h-9 px-3 text-right font-medium", className)}>
      <button
        type="button"
        onClick={onSort}
        className="inline-flex h-7 items-center gap-1 rounded-sm whitespace-nowrap hover:text-ink max-sm:h-11 [&_svg]:size-3.5"
      >
        {title}
        {sorted === "descending" ? <ArrowDown aria-hidden /> : null}
        {sorted === "ascending" ? <ArrowUp aria-hidden /> : null}
      </button>
    </th>
  );
}

/** Equal rows keep their order, and "Other" stays last. */
function sorted(rows: readonly ChartSeries[], { column, descending }: Sort): readonly ChartSeries[] {
  const valueOf = (one: ChartSeries) => one.breakdown?.order[column] ?? 0;
  return rows.toSorted((left, right) => {
    if ((left.id === "other") !== (right.id === "other")) return left.id === "other" ? 1 : -1;
    return descending ? valueOf(right) - valueOf(left) : valueOf(left) - valueOf(right);
  });
}
