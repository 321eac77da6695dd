import { z } from "zod";
import { dollarField } from "@/lib/kernel/dollar-field";
import { nanosPerDollar } from "@/lib/kernel/money";
import { textField } from "@/lib/kernel/text-field";

/** The operator's form that grants credits to a workspace. */
export const grantSchema = z.object({
  workspaceId: z.uuid(),
  amount: dollarField({
    minNanos: 1n,
    maxNanos: 1_000_000n * nanosPerDollar,
    message: "Enter an amount of dollars above zero, up to 1,000,000.",
  }),
  reason: textField(200).min(3, "Enter a reason. The workspace sees it in its transactions."),
  /** Generated with the form, so that submitting it twice grants once. */
  idempotencyKey: z.uuid(),
});
