"use server";

import { z } from "zod";
import { paths } from "@/lib/kernel/paths";
import { deletePromptLogs } from "@/lib/privacy/delete-prompt-logs";
import { formatBounded } from "@/lib/privacy/rules/bounded-count";
import { providerSlug, retentions } from "@/lib/privacy/rules/privacy-settings";
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
      ? "Prompt logging is on. From the next request on, content is stored encrypted and usage costs 1 % less."
      : "Prompt logging is off from the next request on. What was stored stays until you delete it or its time is up.",
  refresh: [paths.privacy],
});

export const saveTraining = defineAction({
  input: z.object({ trainPaid: ticked, trainFree: ticked, zeroRetentionOnly: ticked }),
  run: ({ actor, input }) => updatePrivacySettings(actor, input),
  success: () => "Saved. It counts from the next request on.",
  refresh: [paths.privacy],
});

export const saveProviders = defineAction({
  input: z.object({ ignoredProviders: slugs }),
  run: ({ actor, input }) => updatePrivacySettings(actor, input),
  success: () => "Saved. It counts from the next request on.",
  refresh: [paths.privacy],
});

export const saveRetention = defineAction({
  input: z.object({ retention: z.enum(retentions, "Choose how long request rows are kept.") }),
  run: ({ actor, input }) => updatePrivacySettings(actor, input),
  success: ({ retention }) =>
    retention === "none"
      ? "No request row is written from now on. Those that are there are being removed."
      : "Saved. Older rows follow within the hour.",
  refresh: [paths.privacy],
});

export const deleteStoredContent = defineAction({
  input: z.object({ generationId: z.uuid().optional() }),
  run: ({ actor, input }) => deletePromptLogs(actor, input),
  success: ({ removed, more }) =>
    `Removed the stored content of ${formatBounded({ count: removed, more })} ${removed === 1 ? "request" : "requests"}.`,
  refresh: [paths.privacy],
});
