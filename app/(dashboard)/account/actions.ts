"use server";

import { profileSchema } from "@/lib/accounts/rules/account-input";
import { updateProfile } from "@/lib/accounts/update-profile";
import { paths } from "@/lib/kernel/paths";
import { defineAction } from "@/lib/web/define-action";

export const profileAction = defineAction({
  event: "save_profile",
  input: profileSchema,
  run: ({ actor, input }) => updateProfile(actor.userId, input),
  success: () => "Profile saved.",
  refresh: [paths.account],
});
