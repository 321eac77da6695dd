/** What obliged or allowed the operator to give out data. */
export const legalBases = ["court_order", "warrant", "subpoena", "emergency", "other"] as const;
export type LegalBasis = (typeof legalBases)[number];

export const basisLabels: Readonly<Record<LegalBasis, string>> = {
  court_order: "Court order",
  warrant: "Search warrant",
  subpoena: "Subpoena or other formal demand",
  emergency: "Emergency: danger to life",
  other: "Other legal basis",
};

/** Which data was given out. */
export const dataCategories = ["account", "billing", "activity", "content"] as const;
export type DataCategory = (typeof dataCategories)[number];

export const categoryLabels: Readonly<Record<DataCategory, string>> = {
  account: "Account: address, name, sessions",
  billing: "Purchases and transactions",
  activity: "Requests: models, times, amounts",
  content: "Stored content of requests",
};

/** "Account, Purchases and transactions": in one line, for tables and mails. */
export function categoriesText(categories: readonly string[]): string {
  const known = dataCategories.filter((category) => categories.includes(category));
  return known.map((category) => categoryLabels[category].split(":")[0]).join(", ");
}
