"use server";

import { z } from "zod";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { fail, ok } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { retentions } from "@/lib/kernel/privacy-settings";
import { textField } from "@/lib/kernel/text-field";
import { chooseProviders } from "@/lib/privacy/choose-providers";
import { deleteContentRange } from "@/lib/privacy/delete-content-range";
import { deletePromptLogs } from "@/lib/privacy/delete-prompt-logs";
import { formatBounded } from "@/lib/privacy/rules/bounded-count";
import { contentDays, contentRange } from "@/lib/privacy/rules/content-days";
import { providerSlug } from "@/lib/privacy/rules/privacy-settings";
import { providerModes } from "@/lib/privacy/rules/provider-choice";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { defineAction } from "@/lib/web/define-action";
import { savedSetting, savedRetention, switchable } from "./_components/setting-words";

const ticked = z.literal("on").optional().transform(Boolean);

export const saveSetting = defineAction({
  event: "change_privacy_setting",
  input: z.object({ setting: z.enum(switchable, "Choose a setting."), on: ticked }),
  run: async ({ actor, input: { setting, on } }) => {
    const outcome = await updatePrivacySettings(actor, { [setting]: on });
    return outcome.ok ? ok(savedSetting(setting, on)) : outcome;
  },
  success: (sentence) => sentence,
  refresh: [paths.privacy],
});

export const saveProviders = defineAction({
  event: "choose_providers",
  input: z.object({
    mode: z.enum(providerModes, "Choose which providers to use."),
    provider: z.array(providerSlug).max(1_000).default([]),
    seen: textField(100_000).optional(),
  }),
  run: async ({ actor, input: { mode, provider, seen } }) => {
    const outcome = await chooseProviders(actor, { mode, allowed: provider, seen });
    if (!outcome.ok) return outcome;
    const [formats, { timeZone }] = await Promise.all([viewerFormats(), getWorkspace(actor)]);
    return ok(`Saved. Holds for requests since ${formats.moment(outcome.value.since, timeZone)}.`);
  },
  success: (sentence) => sentence,
  refresh: [paths.privacy],
});

export const saveRetention = defineAction({
  event: "choose_retention",
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
  event: "delete_stored_content",
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

export const deleteStoredDays = defineAction({
  event: "delete_stored_days",
  input: contentDays.extend({
    confirmation: textField(40).optional(),
    countedAt: z.iso.datetime().optional().catch(undefined),
  }),
  run: async ({ actor, input: { from, to, confirmation, countedAt } }) => {
    const [formats, { timeZone }] = await Promise.all([viewerFormats(), getWorkspace(actor)]);
    const range = contentRange({ from, to }, timeZone);
    if (!range) return fail("invalid", { field: "from", message: "Choose the days." });
    const consent =
      confirmation === undefined
        ? null
        : { typed: confirmation, countedAt: countedAt === undefined ? null : new Date(countedAt) };
    const outcome = await deleteContentRange(actor, { range, consent, formats });
    if (!outcome.ok) return outcome;
    const { removed } = outcome.value;
    return ok(
      `Deleted the stored content of ${formats.count(removed)} ${removed === 1 ? "request" : "requests"}.`,
    );
  },
  success: (sentence) => sentence,
  refresh: [paths.privacy],
});
