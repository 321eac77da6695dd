import { z } from "zod";
import type { Nanos } from "@/lib/kernel/money";

/**
 * usage: debits against recorded usage. purchases: transfers against purchases, refunds and disputes. stripe: transfers
 * against Stripe's balance transactions.
 */
const checkNames = ["usage", "purchases", "stripe"] as const;
export type CheckName = (typeof checkNames)[number];

/**
 * How a row differs. usage: a workspace's debits are not its recorded usage. wrong_transfers: a purchase has other transfers
 * than it should. orphan: a transfer with Stripe names no purchase. missing: Stripe has it, the ledger does not. extra:
 * credited, and Stripe has no transaction. wrong_amount, wrong_currency: both have it, not alike.
 */
const driftKinds = [
  "usage",
  "wrong_transfers",
  "orphan",
  "missing",
  "extra",
  "wrong_amount",
  "wrong_currency",
] as const;
export type DriftKind = (typeof driftKinds)[number];

/** Amounts as decimal text in JSON, since they exceed what its numbers hold exactly. */
const nanos = z.union([z.bigint(), z.string().regex(/^-?\d{1,20}$/)]).transform((value) => BigInt(value));

const rowSchema = z.object({
  kind: z.enum(driftKinds),
  /** A workspace, a purchase, a transfer, or an id of Stripe. */
  id: z.string(),
  purchaseId: z.string().nullable(),
  workspaceId: z.string().nullable(),
  ledgerNanos: nanos,
  /** What the other side says: recorded usage, the purchase, or Stripe. */
  otherNanos: nanos,
  /** The difference, without its sign. */
  driftNanos: nanos,
});
export type DriftRow = z.output<typeof rowSchema>;

const checkSchema = z.object({
  name: z.enum(checkNames),
  driftNanos: nanos,
  /** Rows that differ; `rows` has the largest. */
  count: z.number().int(),
  rows: z.array(rowSchema),
});
export type ReconciliationCheck = z.output<typeof checkSchema>;

const resultSchema = z.object({
  checks: z.array(checkSchema),
  /** Up to when Stripe's balance transactions were read, as ISO text. */
  through: z.string(),
  /** False when there are more than one run reads: the next one continues. */
  isComplete: z.boolean(),
  /** Balance transactions read by this run, and those of them that are of something else in the Stripe account. */
  read: z.number().int(),
  foreign: z.number().int(),
});
export type ReconciliationResult = z.output<typeof resultSchema>;

/** Parses a stored result. Throws when it has another form. */
export function parseResult(stored: unknown): ReconciliationResult {
  return resultSchema.parse(stored);
}

/** The form in which a result is stored. */
export function storedResult(result: ReconciliationResult): object {
  return JSON.parse(
    JSON.stringify(result, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value)),
  );
}

/** All differences added up, each without its sign, so that two of them never cancel out. */
export function driftOf(checks: readonly Pick<ReconciliationCheck, "driftNanos">[]): Nanos {
  return checks.reduce((sum, { driftNanos }) => sum + driftNanos, 0n);
}

export type ComparedPurchase = {
  readonly purchaseId: string;
  readonly workspaceId: string;
  readonly paymentIntentId: string | null;
  readonly ledgerNanos: Nanos;
  readonly stripeNanos: Nanos;
  readonly driftNanos: Nanos;
  readonly hasCharge: boolean;
  readonly hasOtherCurrency: boolean;
  /** Refunds and disputes of Stripe that are not stored here. */
  readonly unknownIds: readonly string[];
};

/** Names how a purchase differs from what Stripe's balance shows of it. */
export function driftOfPurchase(purchase: ComparedPurchase): DriftRow {
  const { purchaseId, workspaceId, ledgerNanos, stripeNanos, driftNanos } = purchase;
  const row = { purchaseId, workspaceId, ledgerNanos, otherNanos: stripeNanos, driftNanos };
  const payment = purchase.paymentIntentId ?? purchaseId;
  if (purchase.hasOtherCurrency) return { ...row, kind: "wrong_currency", id: payment };
  if (!purchase.hasCharge) return { ...row, kind: "extra", id: purchaseId };
  if (ledgerNanos === 0n) return { ...row, kind: "missing", id: payment };
  const [unknown] = purchase.unknownIds;
  if (unknown) return { ...row, kind: "missing", id: unknown };
  return { ...row, kind: "wrong_amount", id: purchaseId };
}
