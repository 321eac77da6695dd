"use server";

import { requireOperator } from "@/lib/auth/require-actor";
import { liftProhibition } from "@/lib/disclosures/lift-prohibition";
import { recordDisclosure } from "@/lib/disclosures/record-disclosure";
import { recordedText } from "@/lib/disclosures/rules/disclosure-kinds";
import { disclosureIdSchema, disclosureSchema } from "@/lib/disclosures/rules/disclosure-input";
import { fail, ok } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { defineAction } from "@/lib/web/define-action";

const refresh = [paths.operatorDisclosures];

export const recordDisclosureAction = defineAction({
  event: "record_disclosure",
  requireActor: requireOperator,
  input: disclosureSchema,
  run: ({ actor, input }) => recordDisclosure(actor, input),
  success: recordedText,
  refresh,
});

export const liftProhibitionAction = defineAction({
  event: "lift_prohibition",
  requireActor: requireOperator,
  input: disclosureIdSchema,
  run: async ({ input }) =>
    (await liftProhibition(input.disclosureId))
      ? ok(null)
      : fail("not_forbidden", { message: "Notice of this disclosure isn't forbidden." }),
  success: () => "The prohibition ended. Owners who still have an account were told.",
  refresh,
});
