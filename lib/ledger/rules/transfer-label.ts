const labels: Readonly<Record<string, string>> = {
  purchase: "Credits bought",
  usage: "Usage",
  signup_grant: "Welcome credits",
  grant: "Credit granted",
  correction: "Correction",
  refund: "Refund",
  refund_failed: "Refund failed",
  dispute: "Dispute",
  dispute_won: "Dispute won",
  forfeit: "Forfeited",
  expiry: "Expired",
  expiry_returned: "Expiry reversed",
};

/** The label of a transfer code. A code that this version does not know is shown unchanged. */
export function transferLabel(code: string): string {
  return labels[code] ?? code;
}

/** The codes whose label contains a text, in any case. */
export function codesLabeled(text: string): readonly string[] {
  const wanted = text.toLowerCase();
  return Object.keys(labels).filter((code) => transferLabel(code).toLowerCase().includes(wanted));
}
