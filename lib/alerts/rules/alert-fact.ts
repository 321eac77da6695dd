import { z } from "zod";

/** Amounts are stored as text: JSON numbers would lose digits. */
const nanos = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .transform(BigInt);

/** Why requests with a key are rejected. A rotated key works; its old secret has ended. */
const rejectedStates = ["disabled", "expired", "deleted", "abandoned", "rotated"] as const;

export type RejectedState = (typeof rejectedStates)[number];

/** What an alert reports, as stored with it. Ids are columns of the alert; names are read when it is shown. */
export const alertFactSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("low_balance"),
    thresholdNanos: nanos,
    balanceNanos: nanos,
    /** Whole days until the balance is used at the pace of the last seven; null without usage, or when it is used up. */
    daysLeft: z.int().nullable(),
  }),
  z.object({
    kind: z.literal("monthly_spend"),
    percent: z.int(),
    amountNanos: nanos,
    spentNanos: nanos,
    /** "2026-11", in the reporting time zone. */
    month: z.string().regex(/^\d{4}-\d{2}$/),
  }),
  z.object({
    kind: z.literal("key_limit"),
    percent: z.union([z.literal(80), z.literal(100)]),
    limitNanos: nanos,
    usedNanos: nanos,
    reset: z.enum(["daily", "weekly", "monthly"]).nullable(),
  }),
  z.object({ kind: z.literal("credits_expiring"), amountNanos: nanos, expiresAt: z.iso.datetime() }),
  z.object({ kind: z.literal("payment_failed"), creditsNanos: nanos }),
  z.object({
    kind: z.literal("refund"),
    amountNanos: nanos,
    creditsNanos: nanos,
    status: z.enum(["made", "failed"]),
  }),
  z.object({
    kind: z.literal("dispute"),
    amountNanos: nanos,
    creditsNanos: nanos,
    status: z.enum(["open", "won", "lost"]),
  }),
  z.object({ kind: z.literal("auto_top_up") }),
  z.object({
    kind: z.literal("unusual_spend"),
    subject: z.enum(["key", "workspace"]),
    spentNanos: nanos,
    /** What 95% of the hours with spend were below; null when there are too few of them. */
    usualNanos: nanos.nullable(),
    /** Whose hours those were: a new key is compared with its workspace. */
    usualOf: z.enum(["key", "workspace"]),
    /** The first of the four quarter-hours that were summed. */
    hourStart: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal("key_rejected"),
    requests: z.int(),
    state: z.enum(rejectedStates),
  }),
]);

export type AlertFact = z.output<typeof alertFactSchema>;

export type StoredFact = z.input<typeof alertFactSchema>;

/** The fact as JSON; `alertFactSchema` reads it back. */
export function storedFact(fact: AlertFact): StoredFact {
  const entries = Object.entries(fact).map(([name, value]) => [
    name,
    typeof value === "bigint" ? value.toString() : value,
  ]);
  return Object.fromEntries(entries) as StoredFact;
}
