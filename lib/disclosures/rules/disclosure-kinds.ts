/** What required or allowed the operator to give out data. The policy knows no other reason. */
export const legalBases = ["court_order", "warrant", "subpoena", "emergency"] as const;
/** "other" is in rows from before 2026-11-30 only. */
export type LegalBasis = (typeof legalBases)[number] | "other";

export const basisLabels: Readonly<Record<LegalBasis, string>> = {
  court_order: "Court order",
  warrant: "Search warrant",
  subpoena: "Subpoena or other formal demand",
  emergency: "Emergency: danger to life",
  other: "Other legal basis",
};

/** What happened, as its owner is told: each basis says no more than what it means. */
export const basisSentences: Readonly<Record<LegalBasis, string>> = {
  court_order:
    "A court ordered the operator of this installation to give data from your workspace to an authority.",
  warrant:
    "A search warrant required the operator of this installation to give data from your workspace to an authority.",
  subpoena:
    "A subpoena or another formal demand required the operator of this installation to give data from your workspace to an authority.",
  emergency:
    "The operator of this installation gave data from your workspace to an authority to prevent danger to someone’s life; the law allows this without a court order.",
  other: "The operator of this installation gave data from your workspace to an authority.",
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

/** What an operator reads once a disclosure is recorded: of deleted workspaces, that no one can be told. */
export function recordedText({ workspaces, deleted }: { workspaces: number; deleted: number }): string {
  if (deleted === 0) return "Disclosure recorded.";
  const verb = deleted === 1 ? "is" : "are";
  const whom = workspaces === 1 ? "The workspace is" : `${deleted} of ${workspaces} workspaces ${verb}`;
  const kept =
    deleted === workspaces ? " As for every deleted account, authority and file number are not kept." : "";
  return `Disclosure recorded. ${whom} deleted: no owner can be told.${kept}`;
}
