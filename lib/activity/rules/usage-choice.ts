/**
 * What a chart can show and be split by. Separate from the filters, so that a browser does not load zones and a parser
 * for it.
 */
export const metrics = ["spend", "requests", "tokens", "errors"] as const;
export type Metric = (typeof metrics)[number];
export const groups = ["model", "provider", "key", "app", "user"] as const;
export type Group = (typeof groups)[number];
/** How the sums are drawn: one stack for each bucket, a line for each series, or stacks that add up over the range. */
export const chartViews = ["stacked", "lines", "cumulative"] as const;
export type ChartView = (typeof chartViews)[number];

export const metricTitles: Readonly<Record<Metric, string>> = {
  spend: "Spend",
  requests: "Requests",
  tokens: "Tokens",
  errors: "Failed requests",
};
export const groupTitles: Readonly<Record<Group, string>> = {
  model: "model",
  provider: "provider",
  key: "key",
  app: "app",
  user: "end user",
};
export const chartViewTitles: Readonly<Record<ChartView, string>> = {
  stacked: "Stacked",
  lines: "Lines",
  cumulative: "Cumulative",
};
