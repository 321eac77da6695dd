import { z } from "zod";
import { dollarField } from "@/lib/kernel/dollar-field";
import { nanosPerCent, nanosPerDollar } from "@/lib/kernel/money";
import { mutableKinds } from "./alert-kinds";
import { monthlySteps } from "./monthly-steps";

const on = z
  .literal("on")
  .optional()
  .transform((value) => value === "on");

const amount = dollarField({
  minNanos: nanosPerCent,
  maxNanos: 1_000_000n * nanosPerDollar,
  message: "Enter a dollar amount from 0.01 to 1,000,000, such as 5 or 12.50.",
});

/** Whether to alert, and below which balance. The amount is validated either way: it is kept while the alert is off. */
export const lowBalanceSchema = z.object({ on, threshold: amount });

/** The amount of a month and the steps at which to alert. Without an amount there is no alert. */
export const monthlySpendSchema = z
  .object({
    amount: z.preprocess(
      (text) => (text === undefined || (typeof text === "string" && text.trim() === "") ? null : text),
      amount.nullable(),
    ),
    step50: on,
    step80: on,
    step100: on,
  })
  .transform(({ amount: monthlyNanos, ...chosen }) => ({
    monthlyNanos,
    steps: monthlySteps.filter((step) => chosen[`step${step}`]),
  }))
  .refine(({ monthlyNanos, steps }) => monthlyNanos === null || steps.length > 0, {
    path: ["step50"],
    message: "Choose at least one share.",
  });

export type LowBalanceInput = z.output<typeof lowBalanceSchema>;
export type MonthlySpendInput = z.output<typeof monthlySpendSchema>;

export const mailPreferenceSchema = z.object({ kind: z.enum(mutableKinds), on });

/** One notice, or all of them without an id. */
export const dismissSchema = z.object({ alertId: z.uuid().optional() });

/** The query of the list of notices: where its page begins. */
export const noticesSearchSchema = z.object({ cursor: z.uuid().optional().catch(undefined) });
