import { z } from "zod";

/** How long request rows are kept. "none": no row is ever written; ledger and totals are still right. */
export const retentions = ["none", "d30", "d90"] as const;
export type Retention = (typeof retentions)[number];

/** A workspace's choices about its data. */
export type PrivacySettings = {
  /** Opt-in to prompt logging, which gives the 1 % discount. */
  readonly logPrompts: boolean;
  /** May paid endpoints that train on inputs be used? */
  readonly trainPaid: boolean;
  /** The same for free endpoints. */
  readonly trainFree: boolean;
  /** Only endpoints that keep nothing. */
  readonly zeroRetentionOnly: boolean;
  /** Provider slugs; empty means all. */
  readonly allowedProviders: readonly string[];
  readonly ignoredProviders: readonly string[];
  readonly retention: Retention;
};

/** What holds while nobody has chosen: log nothing, train nobody, keep request rows 30 days. */
export const defaultPrivacySettings: PrivacySettings = {
  logPrompts: false,
  trainPaid: false,
  trainFree: false,
  zeroRetentionOnly: false,
  allowedProviders: [],
  ignoredProviders: [],
  retention: "d30",
};

export const retentionDays: Readonly<Record<Retention, number>> = { none: 0, d30: 30, d90: 90 };

export const providerSlug = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);

/** A change: only what is named changes. */
export type PrivacyChange = Partial<PrivacySettings>;
