import { z } from "zod";
import { type Retention, retentions } from "@/lib/kernel/privacy-settings";

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
