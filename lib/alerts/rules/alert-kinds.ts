export const alertKinds = [
  "low_balance",
  "monthly_spend",
  "key_limit",
  "credits_expiring",
  "payment_failed",
  "refund",
  "dispute",
  "auto_top_up",
  "unusual_spend",
  "key_rejected",
] as const;

export type AlertKind = (typeof alertKinds)[number];

/**
 * Kinds whose emails each person may switch off. The others report money that was taken or is owed, or that someone else
 * may have a key: who has taken over an account must not be able to silence those.
 */
export const mutableKinds = ["low_balance", "monthly_spend", "key_limit", "credits_expiring"] as const;

export type MutableKind = (typeof mutableKinds)[number];

/** Name and explanation of each kind, as in the settings of a person. */
export const kindTexts: Readonly<Record<AlertKind, { readonly title: string; readonly text: string }>> = {
  low_balance: { title: "Low balance", text: "The balance falls below the amount set on Credits." },
  monthly_spend: {
    title: "Monthly spend",
    text: "Spend of the month reaches a share of the amount set on Credits.",
  },
  key_limit: { title: "Key limits", text: "A key has used 80% or all of its spending limit." },
  credits_expiring: {
    title: "Expiring credits",
    text: "Credits you bought expire in 30 days, and again in 7.",
  },
  payment_failed: { title: "Failed payments", text: "A payment that was pending did not succeed." },
  refund: { title: "Refunds", text: "A payment is refunded, or a refund fails." },
  dispute: { title: "Disputes", text: "A payment is disputed, or a dispute is decided." },
  auto_top_up: { title: "Auto top-up", text: "Automatic purchases of credits stop." },
  unusual_spend: {
    title: "Unusual spend",
    text: "A key, or the workspace, spends far more in an hour than it usually does.",
  },
  key_rejected: {
    title: "Rejected keys",
    text: "A key that is disabled, expired or deleted, or an old secret of a key, is still being used.",
  },
};

export function isMutable(kind: AlertKind): kind is MutableKind {
  return mutableKinds.some((one) => one === kind);
}
