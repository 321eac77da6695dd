/**
 * A chart that is ready to draw: rules compute it, and `components/charts` only draws it. The numbers only position
 * marks on the screen and sort rows; all displayed text comes as exact strings beside them.
 */
export type ChartUnit = "usd" | "tokens" | "requests" | "ms" | "percent" | "tokens_per_second";

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
  /** The first and last value of a custom range that consists of this bucket, as in the address. */
  readonly range?: { readonly from: string; readonly to: string };
};

export type ChartSeries = {
  readonly id: string;
  /** What it is the series of, such as the id of a key; null for "Other", and where a chart divides by no value. */
  readonly value: string | null;
  readonly name: string;
  readonly color: SeriesColor;
  /** One value per bucket; null is a gap, not a zero. */
  readonly values: readonly (number | null)[];
  /** Exact text per bucket: "$0.000142". */
  readonly texts: readonly (string | null)[];
  readonly sumText: string;
  readonly breakdown?: SeriesBreakdown;
};

/** A row of the table below a chart of sums. */
export type SeriesBreakdown = {
  /** All digits of the sum, shown on hover. */
  readonly exactText: string;
  /** "41.2%"; null when the whole is zero. */
  readonly shareText: string | null;
  /** The same from 0 to 1, for the bar. */
  readonly share: number;
  readonly secondText: string;
  /** "$0.0094" for each request; null without requests. */
  readonly averageText: string | null;
  /** Numbers to sort rows by. */
  readonly order: { readonly sum: number; readonly second: number; readonly average: number };
  /** The sum for each bucket or, in short ranges, for each hour, to draw a line of; only their relation counts. */
  readonly trend: readonly (number | null)[];
  /** The requests behind this series. */
  readonly requestsHref?: string;
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
  /** Titles of the breakdown's columns for the sum, a second sum and the average. */
  readonly columns?: { readonly sum: string; readonly second: string; readonly average: string };
  /** "$0.36 a day". */
  readonly paceText?: string;
  /** The bucket that stands out, and how: "Nov 5: 3.1 times the usual, 72% of it from Staging". */
  readonly peak?: { readonly bucket: number; readonly text: string };
  /** What a row without a sum is called: "2 with no spend" hides such rows. */
  readonly emptyText?: string;
  /** The total of the previous period for each bucket, drawn as a dashed line. */
  readonly previous?: {
    readonly values: readonly (number | null)[];
    readonly texts: readonly (string | null)[];
  };
  /** How many of the first buckets have no data by nature, and why: "No data before Sep 21, 2026". */
  readonly missing?: { readonly buckets: number; readonly text: string };
};
