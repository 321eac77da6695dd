/**
 * What a chart can show and be split by. Separate from the filters, so that a browser does not load zones and a parser
 * for it.
 */
export const metrics = ["spend", "tokens", "requests"] as const;
export type Metric = (typeof metrics)[number];
export const groups = ["model", "provider", "key", "app", "user"] as const;
export type Group = (typeof groups)[number];

export const metricTitles: Readonly<Record<Metric, string>> = {
  spend: "Spend",
  tokens: "Tokens",
  requests: "Requests",
};
export const groupTitles: Readonly<Record<Group, string>> = {
  model: "model",
  provider: "provider",
  key: "key",
  app: "app",
  user: "end user",
};
