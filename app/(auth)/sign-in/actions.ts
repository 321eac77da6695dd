"use server";

import { signInSchema } from "@/lib/accounts/rules/account-input";
import { safeNext } from "@/lib/auth/safe-next";
import { signIn } from "@/lib/auth/sign-in";
import { ok } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { defineAnonymousAction } from "@/lib/web/define-action";
import { adoptTimeZone } from "@/lib/workspaces/update-workspace";

export const signInAction = defineAnonymousAction({
  input: signInSchema,
  perAddress: { name: "sign_in_form", points: 100, durationSeconds: 15 * 60 },
  run: async ({ input }) => {
    const outcome = await signIn(input.email, input.password);
    if (!outcome.ok) return outcome;
    await adoptTimeZone(outcome.value.userId, input.timeZone);
    return ok(outcome.value.emailVerified ? (safeNext(input.next) ?? paths.activity) : paths.verify);
  },
  redirectTo: (path) => path,
});
