import "server-only";
import { capitalized } from "@/lib/kernel/capitalized";
import { product } from "@/lib/config/product";
import type { ChartModel } from "@/lib/kernel/chart-model";
import { formatsFor } from "@/lib/kernel/format";
import { highestValue, roundTicks, tickTexts } from "@/lib/kernel/chart-axis";
import { drawNotes, fontNotes, shortened } from "@/lib/pdf/notes";
import { drawPlot, plotHeight } from "@/lib/pdf/plot";
import { printableText } from "@/lib/pdf/printable-text";
import { closeSheet, drawText, makeRoom, openSheet, type Paper, type Sheet } from "@/lib/pdf/sheet";
import { drawTable, type TableRow } from "@/lib/pdf/table";
import type { FilterText } from "./describe-filters";
import type { Usage } from "./get-usage-chart";
import type { ActivityFilters } from "./rules/activity-filters";
import { exactText } from "./rules/charts/amount-text";
import { rangeText } from "./rules/charts/bucket-text";
import { seriesInk } from "./rules/charts/series-ink";
import { usageChartModel } from "./rules/charts/usage-views";
import { groupTitles, metrics, metricTitles } from "./rules/usage-choice";
import { changeText, measureUsage } from "./rules/usage-sums";

export type UsageSummary = {
  readonly usage: Usage;
  readonly filters: ActivityFilters;
  readonly filterTexts: readonly FilterText[];
  /** The labels of keys by id, in a breakdown by key. */
  readonly keyLabels: ReadonlyMap<string, string>;
  readonly workspaceName: string;
  readonly readAt: Date;
};

/** A file has the same numbers and dates for everyone who reads it. */
const formats = formatsFor("en-US");
const lineLengthMax = 400;

/** What the activity page shows of a range, as a PDF file: totals, the chart, and its breakdown. */
export async function renderUsagePdf(summary: UsageSummary, paper: Paper): Promise<Uint8Array<ArrayBuffer>> {
  const { usage, filters, workspaceName } = summary;
  const name = printableText(workspaceName);
  const title = `${product.name} activity, ${rangeText(usage.range, formats)}`;
  const sheet = openSheet(paper, printableText(`${title}, ${name}`), product.name);
  const model = usageChartModel(usage, filters, formats);
  drawHeader(sheet, summary);
  drawTotals(sheet, usage);
  drawChart(sheet, model, filters);
  drawBreakdown(sheet, model, summary);
  drawNotes(sheet, notesOf(summary, model));
  return closeSheet(sheet, shortened(printableText(`${title} · ${name}`), 80));
}

function drawHeader(sheet: Sheet, { usage, filterTexts, workspaceName, readAt }: UsageSummary): void {
  const half = sheet.width / 2;
  drawText(sheet, product.name, { x: 0, width: half }, { size: 12, bold: true });
  drawText(sheet, "Summary of activity", { x: half, width: half }, { size: 12, align: "right" });
  sheet.y += 26;
  const range = printableText(rangeText(usage.range, formats));
  sheet.y += drawText(sheet, range, { x: 0, width: sheet.width }, { size: 20, bold: true }) + 8;
  const facts = [
    { name: "Workspace", value: workspaceName },
    { name: "Time zone", value: usage.range.zone },
    ...(filterTexts.length === 0 ? [{ name: "Requests", value: "All" }] : filterTexts),
    { name: "As of", value: `${formats.moment(readAt, "UTC")} UTC` },
  ];
  for (const { name, value } of facts) {
    drawText(sheet, name, { x: 0, width: 90 }, { muted: true });
    const text = shortened(printableText(value), lineLengthMax);
    sheet.y += drawText(sheet, text, { x: 90, width: sheet.width - 90 }) + 3;
  }
  sheet.y += 14;
}

function drawTotals(sheet: Sheet, { totals, previous }: Usage): void {
  const rows = metrics.map((metric) => {
    const sum = measureUsage(totals, metric);
    const cells = [metricTitles[metric], exactText(sum, metric, formats)];
    if (!previous) return { cells };
    const change = changeText(sum, measureUsage(previous, metric), formats);
    return { cells: [...cells, change ?? ""] };
  });
  const columns = [
    { header: "", share: 0.4 },
    { header: "Total", share: previous ? 0.3 : 0.6, align: "right" as const },
  ];
  const compared = { header: "Compared with the previous period", share: 0.3, align: "right" as const };
  drawTable(sheet, "Totals", previous ? [...columns, compared] : columns, rows);
}

function drawChart(sheet: Sheet, model: ChartModel, { view }: ActivityFilters): void {
  makeRoom(sheet, plotHeight + 40);
  const title = view === "cumulative" ? `${model.title}, cumulative` : model.title;
  const box = { x: 0, width: sheet.width };
  sheet.y += drawText(sheet, title, box, { size: 11, bold: true }) + 3;
  sheet.y += drawText(sheet, printableText(model.finding), box, { muted: true }) + 10;
  if (model.series.length === 0) return;
  const { series, buckets, kind, unit } = model;
  const ticks = roundTicks(highestValue({ ...model, previous: undefined }, series), unit);
  const texts = tickTexts(unit, ticks, formats);
  drawPlot(sheet, {
    kind,
    labels: buckets.map(({ label }) => printableText(label)),
    series: series.map(({ color, values }) => ({ color: seriesInk[color], values })),
    ticks: ticks.map((value, index) => ({ value, text: texts[index] ?? "" })),
  });
}

function drawBreakdown(sheet: Sheet, model: ChartModel, { filters, keyLabels }: UsageSummary): void {
  const { group } = filters;
  const { series, columns, totalText } = model;
  if (series.length === 0 || !columns) return;
  const title = groupTitles[group];
  drawTable(
    sheet,
    "Breakdown",
    [
      { header: capitalized(title), share: 0.4 },
      { header: columns.sum, share: 0.17, align: "right" },
      { header: "Share", share: 0.11, align: "right" },
      { header: columns.second, share: 0.15, align: "right" },
      { header: columns.average, share: 0.17, align: "right" },
    ],
    [
      ...series.map(({ value, name, color, sumText, breakdown }) => ({
        ...noteOf(group === "key" && value !== null ? keyLabels.get(value) : undefined),
        cells: [
          shortened(printableText(name), 120),
          sumText,
          breakdown?.shareText ?? "",
          breakdown?.secondText ?? "",
          breakdown?.averageText ?? "",
        ],
        swatch: seriesInk[color],
      })),
      { cells: ["Total", totalText ?? "", "", "", ""], bold: true, rule: "strong" as const },
    ],
  );
}

/** Below the name of a key: names may be alike, more so where they lack characters. */
function noteOf(text: string | undefined): Pick<TableRow, "note"> {
  return text === undefined ? {} : { note: { column: 0, text } };
}

function notesOf(
  { usage, workspaceName, filterTexts }: UsageSummary,
  { missing, series, buckets }: ChartModel,
): readonly string[] {
  const texts = [workspaceName, ...filterTexts.map(({ value }) => value), ...series.map(({ name }) => name)];
  const { countedFrom } = usage;
  return [
    ...(missing ? [`${missing.text}.`] : []),
    ...(buckets.some(({ unfinished }) => unfinished)
      ? ["This range isn't over yet, so these numbers will still change."]
      : []),
    ...(countedFrom
      ? [
          `Includes only requests since ${formats.moment(countedFrom, "UTC")} UTC; older ones are no longer stored.`,
        ]
      : []),
    ...fontNotes(texts),
  ];
}
