import { z } from "zod";

/** Request retention. "none": no row is ever written; ledger and totals are still right (P6). */
export const retentions = ["none", "d30", "d90"] as const;
export type Retention = (typeof retentions)[number];

/** A workspace's choices about its data. */
export type PrivacySettings = {
  /** Opt-in to prompt logging, which gives the 1 % discount (P2). */
  readonly logPrompts: boolean;
  /** May paid endpoints that train on inputs be used? (P4) */
  readonly trainPaid: boolean;
  /** The same for free endpoints. */
  readonly trainFree: boolean;
  /** Zero data retention only. */
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
const slugs = z.array(providerSlug).max(200);

/** A change: only what is named changes. */
export const privacyChangeSchema = z
  .strictObject({
    logPrompts: z.boolean(),
    trainPaid: z.boolean(),
    trainFree: z.boolean(),
    zeroRetentionOnly: z.boolean(),
    allowedProviders: slugs,
    ignoredProviders: slugs,
    retention: z.enum(retentions),
  })
  .partial();
export type PrivacyChange = z.infer<typeof privacyChangeSchema>;
