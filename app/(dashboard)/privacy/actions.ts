"use server";

import { z } from "zod";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { ok } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { retentions } from "@/lib/kernel/privacy-settings";
import { textField } from "@/lib/kernel/text-field";
import { deletePromptLogs } from "@/lib/privacy/delete-prompt-logs";
import { formatBounded } from "@/lib/privacy/rules/bounded-count";
import { providerSlug } from "@/lib/privacy/rules/privacy-settings";
import { setProviderAllowed } from "@/lib/privacy/set-provider-allowed";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { defineAction } from "@/lib/web/define-action";
import { savedSetting, savedRetention, switchable } from "./_components/setting-words";

const ticked = z.literal("on").optional().transform(Boolean);

export const saveSetting = defineAction({
  input: z.object({ setting: z.enum(switchable, "Choose a setting."), on: ticked }),
  run: async ({ actor, input: { setting, on } }) => {
    const outcome = await updatePrivacySettings(actor, { [setting]: on });
    return outcome.ok ? ok(savedSetting(setting, on)) : outcome;
  },
  success: (sentence) => sentence,
  refresh: [paths.privacy],
});

export const saveProvider = defineAction({
  input: z.object({ provider: providerSlug, on: ticked }),
  run: async ({ actor, input: { provider, on } }) => {
    const outcome = await setProviderAllowed(actor, { provider, allowed: on });
    return outcome.ok ? ok(on) : outcome;
  },
  success: (allowed) =>
    allowed ? "Provider allowed for new requests." : "Provider ignored for new requests.",
  refresh: [paths.privacy],
});

export const saveRetention = defineAction({
  input: z.object({
    retention: z.enum(retentions, "Choose how long to keep requests."),
    confirmation: textField(40).optional(),
    countedAt: z.iso.datetime().optional().catch(undefined),
  }),
  run: async ({ actor, input: { retention, confirmation, countedAt } }) =>
    updatePrivacySettings(
      actor,
      { retention },
      confirmation === undefined
        ? null
        : { typed: confirmation, countedAt: countedAt === undefined ? null : new Date(countedAt) },
      await viewerFormats(),
    ),
  success: ({ retention }) => savedRetention(retention),
  refresh: [paths.privacy],
});

export const deleteStoredContent = defineAction({
  input: z.object({ generationId: z.uuid().optional() }),
  run: async ({ actor, input }) => {
    const outcome = await deletePromptLogs(actor, input);
    if (!outcome.ok) return outcome;
    const { removed, more } = outcome.value;
    const count = formatBounded({ count: removed, more }, await viewerFormats());
    return ok(`Deleted the stored content of ${count} ${removed === 1 ? "request" : "requests"}.`);
  },
  success: (sentence) => sentence,
  refresh: [paths.privacy],
});
