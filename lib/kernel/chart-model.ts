/**
 * A chart that is ready to draw: rules compute it, and `components/charts` only draws it. The numbers only position
 * marks on the screen; all displayed text comes as exact strings beside them.
 */
export type ChartUnit = "usd" | "tokens" | "requests" | "ms" | "percent";

/**
 * Index into the fixed set of series colors. It belongs to the thing shown, which has the same color in every chart.
 */
export type SeriesColor = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | "other";

export type ChartBucket = {
  /** ISO moments; the end is exclusive. */
  readonly start: string;
  readonly end: string;
  /** Short text for the axis: "Dec 14". */
  readonly label: string;
  /** Actual start and end as text: "Dec 14, 2026, 00:00 to 24:00". */
  readonly period: string;
  /** True while the bucket is still filling; drawn hatched. */
  readonly unfinished: boolean;
  /** Exact sum of the bucket: "$1.204311". Null where there is no data. */
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
  /** Title of the chart and its table: "Spend by model". */
  readonly title: string;
  /** One sentence that states the chart's main point. */
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
