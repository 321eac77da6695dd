/** Shares of the monthly amount that can be chosen, in percent. Apart from the schemas, which no browser must load. */
export const monthlySteps = [50, 80, 100] as const;
