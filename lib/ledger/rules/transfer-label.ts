const labels: Readonly<Record<string, string>> = {
  purchase: "Credits bought",
  usage: "Usage",
  signup_grant: "Welcome credits",
  grant: "Credit granted",
  correction: "Correction",
  refund: "Refund",
  dispute: "Dispute",
  dispute_won: "Dispute won",
  forfeit: "Forfeited",
};

/** The label of a transfer code. A code that this version does not know is shown unchanged. */
export function transferLabel(code: string): string {
  return labels[code] ?? code;
}
