/** What readers tell apart in a list of transactions. Usage is one of them, although it is summed by day there. */
export const transferKinds = ["purchases", "grants", "usage", "refunds", "corrections", "forfeits"] as const;
export type TransferKind = (typeof transferKinds)[number];

const codes: Readonly<Record<TransferKind, readonly string[]>> = {
  purchases: ["purchase"],
  grants: ["grant", "signup_grant"],
  usage: ["usage"],
  refunds: ["refund", "refund_failed", "dispute", "dispute_won"],
  corrections: ["correction"],
  forfeits: ["forfeit", "expiry", "expiry_returned"],
};

const names: Readonly<Record<TransferKind, string>> = {
  purchases: "Purchases",
  grants: "Grants",
  usage: "Usage",
  refunds: "Refunds and disputes",
  corrections: "Corrections",
  forfeits: "Forfeited and expired",
};

/** The codes of the transfers of a kind. */
export function codesOf(kind: TransferKind): readonly string[] {
  return codes[kind];
}

/** The kind of a code; null for one that this version does not know. */
export function kindOfCode(code: string): TransferKind | null {
  return transferKinds.find((kind) => codes[kind].includes(code)) ?? null;
}

export function kindName(kind: TransferKind): string {
  return names[kind];
}
