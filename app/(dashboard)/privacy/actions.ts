"use server";

import { z } from "zod";
import { paths } from "@/lib/kernel/paths";
import { retentions } from "@/lib/kernel/privacy-settings";
import { deletePromptLogs } from "@/lib/privacy/delete-prompt-logs";
import { formatBounded } from "@/lib/privacy/rules/bounded-count";
import { providerSlug } from "@/lib/privacy/rules/privacy-settings";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { defineAction } from "@/lib/web/define-action";

const ticked = z.literal("on").optional().transform(Boolean);
const slugs = z
  .union([providerSlug, z.array(providerSlug)])
  .optional()
  .transform((value) => (value === undefined ? [] : [value].flat()));

export const saveLogging = defineAction({
  input: z.object({ logPrompts: ticked }),
  run: ({ actor, input }) => updatePrivacySettings(actor, input),
  success: ({ logPrompts }) =>
    logPrompts
      ? "Prompt logging is on. New requests are stored encrypted, and usage costs 1% less."
      : "Prompt logging is off for new requests. Stored content stays until you delete it or it expires.",
  refresh: [paths.privacy],
});

export const saveTraining = defineAction({
  input: z.object({ trainPaid: ticked, trainFree: ticked, zeroRetentionOnly: ticked }),
  run: ({ actor, input }) => updatePrivacySettings(actor, input),
  success: () => "Saved. Applies to new requests.",
  refresh: [paths.privacy],
});

export const saveProviders = defineAction({
  input: z.object({ ignoredProviders: slugs }),
  run: ({ actor, input }) => updatePrivacySettings(actor, input),
  success: () => "Saved. Applies to new requests.",
  refresh: [paths.privacy],
});

export const saveRetention = defineAction({
  input: z.object({ retention: z.enum(retentions, "Choose how long to keep requests.") }),
  run: ({ actor, input }) => updatePrivacySettings(actor, input),
  success: ({ retention }) =>
    retention === "none"
      ? "New requests won't be stored. Existing ones are being deleted."
      : "Saved. Older requests will be updated within an hour.",
  refresh: [paths.privacy],
});

export const deleteStoredContent = defineAction({
  input: z.object({ generationId: z.uuid().optional() }),
  run: ({ actor, input }) => deletePromptLogs(actor, input),
  success: ({ removed, more }) =>
    `Deleted the stored content of ${formatBounded({ count: removed, more })} ${removed === 1 ? "request" : "requests"}.`,
  refresh: [paths.privacy],
});
