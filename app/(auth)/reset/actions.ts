"use server";

import { requestReset } from "@/lib/accounts/request-reset";
import { resetPassword } from "@/lib/accounts/reset-password";
import { emailOnlySchema, resetSchema } from "@/lib/accounts/rules/account-input";
import { rememberDevice } from "@/lib/auth/remember-device";
import { paths } from "@/lib/kernel/paths";
import { defineAnonymousAction } from "@/lib/web/define-action";

export const requestResetAction = defineAnonymousAction({
  input: emailOnlySchema,
  perAddress: { name: "reset_address", points: 20, durationSeconds: 3_600 },
  perEmail: { name: "reset_email", points: 5, durationSeconds: 3_600 },
  run: ({ input }) => requestReset(input.email),
  success: () =>
    "If an account uses this address, we've emailed it a reset link. The link works for 30 minutes.",
});

export const resetPasswordAction = defineAnonymousAction({
  input: resetSchema,
  perAddress: { name: "reset_use", points: 30, durationSeconds: 15 * 60 },
  run: async ({ input, origin }) => {
    const outcome = await resetPassword(input.token, input.password, origin);
    if (outcome.ok) await rememberDevice(outcome.value.deviceToken);
    return outcome;
  },
  redirectTo: () => `${paths.signIn}?notice=reset`,
});
