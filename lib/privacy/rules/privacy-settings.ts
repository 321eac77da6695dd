import { z } from "zod";
import type { PrivacySettings, Retention } from "@/lib/kernel/privacy-settings";

export const retentionDays: Readonly<Record<Retention, number>> = { none: 0, d30: 30, d90: 90 };

export const providerSlug = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, "must be a provider's slug");

/** A change of some settings; absent ones stay unchanged. */
export type PrivacyChange = Partial<PrivacySettings>;
