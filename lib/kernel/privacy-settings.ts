/** How long request rows are kept. "none": no row is ever written; the ledger and totals stay correct. */
export const retentions = ["none", "d30", "d90"] as const;
export type Retention = (typeof retentions)[number];

/** A workspace's choices about its data. */
export type PrivacySettings = {
  /** Opt-in to prompt logging, which gives the 1% discount. */
  readonly logPrompts: boolean;
  /** Whether paid endpoints that train on inputs may be used. */
  readonly trainPaid: boolean;
  /** Whether free endpoints that train on inputs may be used. */
  readonly trainFree: boolean;
  /** Whether endpoints that may publish inputs may be used. */
  readonly mayPublish: boolean;
  /** Zero data retention only. */
  readonly zeroRetentionOnly: boolean;
  /** Provider slugs; empty means all. */
  readonly allowedProviders: readonly string[];
  readonly ignoredProviders: readonly string[];
  readonly retention: Retention;
  /** Whether data is collected that the service does not need: interface events, and categories of sampled prompts. */
  readonly optionalData: boolean;
};

/** The settings until someone changes them: no prompt logging, no training, no publication, no optional data, request rows kept for 30 days. */
export const defaultPrivacySettings: PrivacySettings = {
  logPrompts: false,
  trainPaid: false,
  trainFree: false,
  mayPublish: false,
  zeroRetentionOnly: false,
  allowedProviders: [],
  ignoredProviders: [],
  retention: "d30",
  optionalData: false,
};
