"use server";

import { z } from "zod";
import { changePassword } from "@/lib/accounts/change-password";
import { deleteAccount } from "@/lib/accounts/delete-account";
import {
  changePasswordSchema,
  confirmFactorSchema,
  deletionSchema,
  identitySchema,
  passwordSchema,
  sessionIdSchema,
} from "@/lib/accounts/rules/account-input";
import { passwordChecks } from "@/lib/accounts/rules/password-checks";
import { renewRecoveryCodes, turnOffTwoFactor } from "@/lib/accounts/two-factor/change-two-factor";
import {
  cancelTwoFactor,
  confirmTwoFactor,
  startTwoFactor,
} from "@/lib/accounts/two-factor/set-up-two-factor";
import { secureAccount } from "@/lib/accounts/secure-account";
import { revokeOtherSessions, revokeSession } from "@/lib/accounts/sessions/end-session";
import { forgetDevice, rememberDevice } from "@/lib/auth/remember-device";
import { getViewer } from "@/lib/auth/viewer";
import { paths } from "@/lib/kernel/paths";
import { eraseWorkspacesSoon } from "@/lib/privacy/erase-workspaces";
import { defineAction } from "@/lib/web/define-action";

const refresh = [paths.account, paths.accountSecurity];

export const changePasswordAction = defineAction({
  event: "change_password",
  input: changePasswordSchema,
  perPerson: passwordChecks,
  run: async ({ actor, input, origin }) => {
    const { sessionId } = await getViewer();
    const change = { ...input, userId: actor.userId, keepSessionId: sessionId, origin };
    const outcome = await changePassword(change);
    if (outcome.ok) await rememberDevice(outcome.value.deviceToken);
    return outcome;
  },
  success: () => "Password changed. Your other sessions were signed out.",
  refresh,
});

export const startTwoFactorAction = defineAction({
  event: "start_two_factor",
  input: passwordSchema,
  perPerson: passwordChecks,
  run: ({ actor, input }) => startTwoFactor(actor.userId, input.currentPassword),
  refresh,
});

export const cancelTwoFactorAction = defineAction({
  event: "cancel_two_factor",
  input: z.object({}),
  run: ({ actor }) => cancelTwoFactor(actor.userId),
  refresh,
});

/** It refreshes no page: the form that gets the recovery codes would be gone. */
export const confirmTwoFactorAction = defineAction({
  event: "confirm_two_factor",
  input: confirmFactorSchema,
  perPerson: { name: "two_factor_set_up", points: 30, durationSeconds: 15 * 60 },
  run: ({ actor, input, origin }) => confirmTwoFactor({ userId: actor.userId, ...input, origin }),
  data: ({ codes }) => codes,
});

/** It refreshes no page, for the same reason. */
export const renewRecoveryCodesAction = defineAction({
  event: "renew_recovery_codes",
  input: identitySchema,
  perPerson: passwordChecks,
  run: ({ actor, input, origin }) => renewRecoveryCodes({ userId: actor.userId, ...input, origin }),
  data: ({ codes }) => codes,
});

export const turnOffTwoFactorAction = defineAction({
  event: "turn_off_two_factor",
  input: identitySchema,
  perPerson: passwordChecks,
  run: ({ actor, input, origin }) => turnOffTwoFactor({ userId: actor.userId, ...input, origin }),
  refresh,
});

export const endSessionAction = defineAction({
  event: "end_session",
  input: sessionIdSchema,
  run: ({ actor, input, origin }) =>
    revokeSession({ userId: actor.userId, sessionId: input.sessionId, origin }),
  success: () => "That device was signed out.",
  refresh,
});

export const endOtherSessionsAction = defineAction({
  event: "end_other_sessions",
  input: z.object({}),
  run: async ({ actor, origin }) => {
    const { sessionId } = await getViewer();
    return revokeOtherSessions({ userId: actor.userId, sessionId, origin });
  },
  success: ({ ended }) => (ended === 1 ? "1 session was signed out." : `${ended} sessions were signed out.`),
  refresh,
});

export const secureAccountAction = defineAction({
  event: "secure_account",
  input: z.object({}),
  run: ({ actor, origin }) => secureAccount(actor.userId, origin),
  redirectTo: () => `${paths.signIn}?notice=secured`,
});

export const deleteAccountAction = defineAction({
  event: "delete_account",
  input: deletionSchema,
  perPerson: passwordChecks,
  run: async ({ actor, input, origin }) => {
    const outcome = await deleteAccount({ userId: actor.userId, ...input, origin });
    if (!outcome.ok) return outcome;
    await forgetDevice();
    eraseWorkspacesSoon();
    return outcome;
  },
  redirectTo: () => `${paths.signIn}?notice=deleted`,
});
