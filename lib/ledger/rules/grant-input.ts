import { z } from "zod";
import { dollarField } from "@/lib/kernel/dollar-field";
import { nanosPerDollar } from "@/lib/kernel/money";
import { textField } from "@/lib/kernel/text-field";

const fields = {
  workspaceId: z.uuid(),
  amount: dollarField({
    minNanos: 1n,
    maxNanos: 1_000_000n * nanosPerDollar,
    message: "Enter an amount of dollars above zero, up to 1,000,000.",
  }),
  reason: textField(200).min(3, "Enter a reason. The workspace sees it in its transactions."),
  /** Generated with the form, so that submitting it twice moves money once. */
  idempotencyKey: z.uuid(),
} as const;

/** The operator's form that grants credits to a workspace. */
export const grantSchema = z.object(fields);

/** The operator's form that corrects a balance. */
export const correctionSchema = z.object({
  ...fields,
  direction: z.enum(["add", "take"], "Choose whether to add or to take credits."),
  /** A checkbox. */
  belowZero: z.literal("on").optional(),
});
