"use server";

import { signUpSchema } from "@/lib/accounts/rules/account-input";
import { signUp } from "@/lib/accounts/sign-up";
import { rememberSignUp } from "@/lib/auth/sign-up-cookie";
import { paths } from "@/lib/kernel/paths";
import { defineAnonymousAction } from "@/lib/web/define-action";

export const signUpAction = defineAnonymousAction({
  input: signUpSchema,
  perAddress: { name: "sign_up_address", points: 20, durationSeconds: 3_600 },
  perEmail: { name: "sign_up_email", points: 5, durationSeconds: 3_600 },
  run: async ({ input }) => {
    const outcome = await signUp(input);
    if (outcome.ok) await rememberSignUp(outcome.value.proof);
    return outcome;
  },
  redirectTo: () => paths.verify,
});
