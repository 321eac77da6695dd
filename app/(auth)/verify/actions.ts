"use server";

import { resendVerification } from "@/lib/accounts/resend-verification";
import { verifySchema } from "@/lib/accounts/rules/account-input";
import { verifyEmail, verifyOwnSignUp } from "@/lib/accounts/verify-email";
import { endOtherSession } from "@/lib/auth/end-other-session";
import { signIn } from "@/lib/auth/sign-in";
import { keepFirstSession, ownSignUpProof } from "@/lib/auth/sign-up-cookie";
import { findViewer } from "@/lib/auth/viewer";
import { fail, ok } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { defineAction, defineAnonymousAction } from "@/lib/web/define-action";
import { adoptTimeZone } from "@/lib/workspaces/update-workspace";
import { z } from "zod";

const confirmed = `${paths.signIn}?notice=confirmed`;

export const verifyAction = defineAnonymousAction({
  input: verifySchema,
  perAddress: { name: "verify", points: 30, durationSeconds: 15 * 60 },
  run: async ({ input, origin }) => {
    const { token, password, timeZone } = input;
    const viewer = password ? null : await findViewer();
    const proof = password ? null : await ownSignUpProof(token);
    if (proof) {
      const outcome = await verifyOwnSignUp(token, proof, origin);
      if (!outcome.ok) return outcome;
      const { userId, secret, deviceToken } = outcome.value;
      await adoptTimeZone(userId, timeZone);
      await endOtherSession(userId);
      if (secret) await keepFirstSession(secret, deviceToken);
      return ok(secret ? paths.activity : confirmed);
    }
    if (!password && !viewer)
      return fail("wrong_password", { field: "password", message: "Enter your password." });
    const known = viewer ? { userId: viewer.user.id } : { password: password ?? "" };
    const outcome = await verifyEmail(token, known, origin);
    if (!outcome.ok) return outcome;
    await adoptTimeZone(outcome.value.userId, timeZone);
    if (viewer) return ok(paths.activity);
    await endOtherSession(outcome.value.userId);
    const session = await signIn(outcome.value.email, password ?? "");
    return ok(session.ok ? paths.activity : confirmed);
  },
  redirectTo: (path) => path,
});

export const resendAction = defineAction({
  event: "resend_confirmation",
  input: z.object({}),
  allowUnverified: true,
  perPerson: { name: "resend_verification", points: 5, durationSeconds: 3_600 },
  run: ({ actor }) => resendVerification(actor.userId),
  success: ({ email }) => `We sent a new email to ${email}.`,
});
