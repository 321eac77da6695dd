"use server";

import { setMailPreference } from "@/lib/alerts/mail-preferences";
import { mailPreferenceSchema } from "@/lib/alerts/rules/alert-input";
import { kindTexts } from "@/lib/alerts/rules/alert-kinds";
import { ok } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { defineAction } from "@/lib/web/define-action";

export const mailPreferenceAction = defineAction({
  event: "choose_emails",
  input: mailPreferenceSchema,
  run: async ({ actor, input }) => {
    await setMailPreference(actor.userId, input);
    return ok(input);
  },
  success: ({ kind, on }) => `${kindTexts[kind].title}: emails ${on ? "on" : "off"}.`,
  refresh: [paths.accountNotifications],
});
