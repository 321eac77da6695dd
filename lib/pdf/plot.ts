import "server-only";
import { drawText, leftOf, makeRoom, type Sheet } from "./sheet";

type PlotSeries = {
  readonly color: string;
  /** A value for each place; null is a gap, not a zero. */
  readonly values: readonly (number | null)[];
};

export type Plot = {
  /** Bars are stacked and begin at zero; lines are not stacked. */
  readonly kind: "bars" | "lines";
  /** What each place on the horizontal axis is called; only as many are written as there is room for. */
  readonly labels: readonly string[];
  readonly series: readonly PlotSeries[];
  /** The vertical axis, from zero to at least the highest value or stack. */
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
};

const height = 140;
/** All that a plot takes, with the names of its places. */
export const plotHeight = height + 31;
const axisWidth = 56;
const labelWidth = 60;
const gridColor = "#cfccc4";

/** Draws a chart over the whole width and moves below it. Begins a new page when this one has no room for it. */
export function drawPlot(sheet: Sheet, plot: Plot): void {
  makeRoom(sheet, plotHeight);
  const top = sheet.y;
  const width = sheet.width - axisWidth;
  const max = plot.ticks.at(-1)?.value ?? 1;
  const yOf = (value: number) => top + height - (value / max) * height;
  for (const { value, text } of plot.ticks) drawTick(sheet, text, yOf(value), width);
  const step = width / Math.max(1, plot.labels.length);
  const xOf = (place: number) => leftOf(axisWidth + place * step);
  if (plot.kind === "bars")
    drawBars(sheet, plot, { xOf, step, heightOf: (value) => (value / max) * height, bottom: yOf(0) });
  else
    for (const series of plot.series) drawLine(sheet, series, { xOf: (place) => xOf(place) + step / 2, yOf });
  sheet.y = top + height + 5;
  drawLabels(sheet, plot.labels, step);
  sheet.y += 26;
}

function drawTick(sheet: Sheet, text: string, y: number, width: number): void {
  sheet.doc
    .lineWidth(0.5)
    .strokeColor(gridColor)
    .moveTo(leftOf(axisWidth), y)
    .lineTo(leftOf(axisWidth) + width, y)
    .stroke();
  sheet.y = y - 4;
  drawText(sheet, text, { x: 0, width: axisWidth - 8 }, { size: 8, muted: true, align: "right" });
}

type BarPlaces = {
  readonly xOf: (place: number) => number;
  readonly step: number;
  readonly heightOf: (value: number) => number;
  readonly bottom: number;
};

function drawBars(
  { doc }: Sheet,
  { labels, series }: Plot,
  { xOf, step, heightOf, bottom }: BarPlaces,
): void {
  const width = Math.min(step * 0.8, 24);
  for (const [place] of labels.entries()) {
    let y = bottom;
    for (const { color, values } of series) {
      const size = heightOf(values[place] ?? 0);
      if (size <= 0) continue;
      y -= size;
      doc
        .rect(xOf(place) + (step - width) / 2, y, width, size)
        .fillColor(color)
        .fill();
    }
  }
}

type LinePlaces = { readonly xOf: (place: number) => number; readonly yOf: (value: number) => number };

/** A gap ends the line; a single value between gaps is a dot. */
function drawLine({ doc }: Sheet, { color, values }: PlotSeries, { xOf, yOf }: LinePlaces): void {
  for (const [place, value] of values.entries()) {
    if (value === null) continue;
    const [x, y] = [xOf(place), yOf(value)];
    const before = values[place - 1] ?? null;
    if (before !== null)
      doc
        .lineWidth(1.5)
        .strokeColor(color)
        .moveTo(xOf(place - 1), yOf(before))
        .lineTo(x, y)
        .stroke();
    else if ((values[place + 1] ?? null) === null) doc.circle(x, y, 1.5).fillColor(color).fill();
  }
}

function drawLabels(sheet: Sheet, labels: readonly string[], step: number): void {
  const every = Math.max(1, Math.ceil(labelWidth / step));
  for (let place = 0; place < labels.length; place += every) {
    const x = axisWidth + place * step;
    // The last one must not run over the edge of the paper.
    if (x + labelWidth > sheet.width + step) continue;
    drawText(sheet, labels[place] ?? "", { x, width: labelWidth }, { size: 8, muted: true });
  }
}
