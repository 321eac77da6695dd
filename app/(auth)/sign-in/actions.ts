"use server";

import { signInSchema } from "@/lib/accounts/rules/account-input";
import { safeNext } from "@/lib/auth/safe-next";
import { signIn } from "@/lib/auth/sign-in";
import { ok } from "@/lib/kernel/outcome";
import { inviteToTwoFactorHref, paths } from "@/lib/kernel/paths";
import { defineAnonymousAction } from "@/lib/web/define-action";
import { adoptTimeZone } from "@/lib/workspaces/update-workspace";

export const signInAction = defineAnonymousAction({
  input: signInSchema,
  perAddress: { name: "sign_in_form", points: 100, durationSeconds: 15 * 60 },
  run: async ({ input }) => {
    const outcome = await signIn(input.email, input.password);
    if (!outcome.ok) return outcome;
    const next = safeNext(input.next);
    if (outcome.value.step === "code")
      return ok(next ? `${paths.signInCode}?${new URLSearchParams({ next })}` : paths.signInCode);
    await adoptTimeZone(outcome.value.userId, input.timeZone);
    if (!outcome.value.emailVerified) return ok(paths.verify);
    return ok(outcome.value.isFirstSinceSecured ? inviteToTwoFactorHref : (next ?? paths.activity));
  },
  redirectTo: (path) => path,
});
