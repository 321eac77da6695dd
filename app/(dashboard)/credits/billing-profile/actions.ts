"use server";

import type { ProfileCopy } from "@/lib/billing/profile/get-billing-profile";
import { saveBillingProfile } from "@/lib/billing/profile/save-billing-profile";
import { billingProfileSchema } from "@/lib/billing/rules/profile/input";
import { paths } from "@/lib/kernel/paths";
import { defineAction } from "@/lib/web/define-action";

const sentences: Record<ProfileCopy, string> = {
  local: "Billing profile saved. Stripe gets it with your first purchase.",
  copied: "Billing profile saved. It appears on your next invoice.",
  waiting: "Saved, not yet at Stripe. It gets the changes as soon as it responds.",
  rejected: "Saved, but Stripe doesn't accept this tax ID. Check it and save it again.",
};

export const saveProfile = defineAction({
  event: "save_billing_profile",
  input: billingProfileSchema,
  perChange: { rule: { name: "save_billing_profile", points: 30, durationSeconds: 3_600 } },
  run: ({ actor, input }) => saveBillingProfile(actor, input),
  success: ({ copy }) => sentences[copy],
  refresh: [paths.credits, paths.billingProfile],
});
