"use server";

import { appearanceSchema } from "@/lib/accounts/rules/account-input";
import { updateTheme } from "@/lib/accounts/update-profile";
import { paths } from "@/lib/kernel/paths";
import { defineAction } from "@/lib/web/define-action";

export const appearanceAction = defineAction({
  input: appearanceSchema,
  run: ({ actor, input }) => updateTheme(actor.userId, input.theme),
  success: () => "Theme saved.",
  refresh: [paths.accountAppearance],
});
