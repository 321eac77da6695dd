/**
 * A chart, prepared: rules compute it, `components/charts` draws it and computes nothing. Numbers here only place
 * marks on the screen; what is read as text comes as exact strings beside them.
 */
export type ChartUnit = "usd" | "tokens" | "requests" | "ms" | "percent";

/** Place in the fixed set of series colours; bound to the thing, so that it keeps its colour everywhere. */
export type SeriesColor = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | "other";

export type ChartBucket = {
  /** ISO moments; the end is exclusive. */
  readonly start: string;
  readonly end: string;
  /** Short text for the axis: "14 Dec". */
  readonly label: string;
  /** True start and end in words: "14 Dec 2026, 00:00 to 24:00". */
  readonly period: string;
  /** Still filling; drawn hatched. */
  readonly unfinished: boolean;
  /** Exact sum of the bucket: "$1.204311". Null where nothing is known. */
  readonly totalText: string | null;
};

export type ChartSeries = {
  readonly id: string;
  readonly name: string;
  readonly color: SeriesColor;
  /** One value per bucket; null is a gap, not a zero. */
  readonly values: readonly (number | null)[];
  /** Exact text per bucket: "$0.000142". */
  readonly texts: readonly (string | null)[];
  readonly sumText: string;
  /** "41.2%". Absent for rates, which do not add up. */
  readonly shareText?: string;
  readonly averageText?: string;
};

export type ChartModel = {
  /** What is drawn: "Spend by model". Names chart and table. */
  readonly title: string;
  /** One sentence that states what is to be seen. */
  readonly finding: string;
  readonly unit: ChartUnit;
  /** Bars are stacked and start at zero (sums); lines are not stacked (rates). */
  readonly kind: "bars" | "lines";
  /** IANA zone of the buckets. */
  readonly zone: string;
  readonly buckets: readonly ChartBucket[];
  readonly series: readonly ChartSeries[];
  readonly totalText: string | null;
};
