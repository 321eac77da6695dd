"use server";

import { secureLinkSchema } from "@/lib/accounts/rules/account-input";
import { secureByLink } from "@/lib/accounts/secure-account";
import { paths } from "@/lib/kernel/paths";
import { defineAnonymousAction } from "@/lib/web/define-action";

export const secureByLinkAction = defineAnonymousAction({
  input: secureLinkSchema,
  perAddress: { name: "secure_account", points: 30, durationSeconds: 15 * 60 },
  run: ({ input, origin }) => secureByLink(input.token, origin),
  redirectTo: () => `${paths.signIn}?notice=secured`,
});
