"use server";

import { appearanceSchema, formatsSchema } from "@/lib/accounts/rules/account-input";
import { updateFormats, updateTheme } from "@/lib/accounts/update-profile";
import { paths } from "@/lib/kernel/paths";
import { defineAction } from "@/lib/web/define-action";

export const appearanceAction = defineAction({
  event: "choose_theme",
  input: appearanceSchema,
  run: ({ actor, input }) => updateTheme(actor.userId, input.theme),
  success: () => "Theme saved.",
  refresh: [paths.accountAppearance],
});

export const formatsAction = defineAction({
  event: "choose_formats",
  input: formatsSchema,
  run: ({ actor, input }) => updateFormats(actor.userId, input.formatChoice),
  success: () => "Format saved.",
  refresh: [paths.accountAppearance],
});
