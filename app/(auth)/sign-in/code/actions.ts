"use server";

import { secondStepSchema } from "@/lib/accounts/rules/account-input";
import { safeNext } from "@/lib/auth/safe-next";
import { secondStep } from "@/lib/auth/second-step";
import { ok } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { defineAnonymousAction } from "@/lib/web/define-action";
import { adoptTimeZone } from "@/lib/workspaces/update-workspace";

export const secondStepAction = defineAnonymousAction({
  input: secondStepSchema,
  perAddress: { name: "sign_in_code", points: 100, durationSeconds: 15 * 60 },
  run: async ({ input }) => {
    const outcome = await secondStep(input.factorCode);
    if (!outcome.ok) return outcome;
    const next = safeNext(input.next);
    if (outcome.value.step === "start over") {
      const query = new URLSearchParams({ notice: "code-missed", ...(next && { next }) });
      return ok(`${paths.signIn}?${query}`);
    }
    await adoptTimeZone(outcome.value.userId, input.timeZone);
    return ok(next ?? paths.activity);
  },
  redirectTo: (path) => path,
});
