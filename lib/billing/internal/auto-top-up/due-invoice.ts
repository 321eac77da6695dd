import "server-only";
import { sqlPool } from "@/lib/db/client";
import { msPerDay, msPerHour, msPerMinute } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import type { InvoiceError } from "@/lib/billing/rules/auto-top-up/invoice-error";

/** An automatic charge whose invoice is to be written, or withdrawn. */
export type DueInvoice = {
  /** Of the purchase. */
  readonly id: string;
  readonly workspaceId: string;
  readonly isDeleted: boolean;
  readonly customerId: string;
  readonly paymentIntentId: string;
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  readonly totalCents: number;
  readonly invoiceId: string | null;
  /** When this attempt was due. */
  readonly nextAt: Date;
  readonly steps: number;
  /** How often an operator had it begun anew: each time has idempotency keys of its own. */
  readonly round: number;
  /** When Stripe was first asked to draft it. */
  readonly begunAt: Date | null;
  readonly error: InvoiceError | null;
};

const batchMax = 20;
/** A profile that is made later is for later charges. */
const wantedWithinMs = 3 * msPerDay;
/** Longer than all calls of one attempt together: after that, its process has ended. */
const leaseMs = 2 * msPerMinute;
/** Stripe forgets an idempotency key after a day: later, a repeated call would write a second invoice. */
const writtenForMs = 23 * msPerHour;

/** Has an invoice written of each new charge of a workspace with a billing profile. */
export async function wantInvoices(now: Date): Promise<void> {
  await sqlPool().query(
    `update auto_top_up_attempts t set invoice_next_at = $1
       from billing_profiles b, purchases p, workspaces w
      where t.workspace_id = b.workspace_id and t.started_at > $2 and t.outcome = 'succeeded'
        and t.invoice_next_at is null and t.invoice_steps = 0 and t.invoice_error is null
        and p.id = t.purchase_id and p.workspace_id = t.workspace_id and p.state = 'credited'
        and p.payment_intent_id is not null and p.invoice_number is null
        and w.id = t.workspace_id and w.deleted_at is null`,
    [now, new Date(now.getTime() - wantedWithinMs)],
  );
}

/** Those that have waited the longest first. */
export async function readDueInvoices(now: Date): Promise<readonly DueInvoice[]> {
  const { rows } = await sqlPool().query<DueInvoice>(
    `select p.id, p.workspace_id as "workspaceId", w.deleted_at is not null as "isDeleted",
            t.customer_id as "customerId", p.payment_intent_id as "paymentIntentId",
            p.credits_nanos as "creditsNanos", p.fee_nanos as "feeNanos", p.total_cents as "totalCents",
            p.invoice_id as "invoiceId", t.invoice_next_at as "nextAt", t.invoice_steps as steps,
            t.invoice_round as round, t.invoice_begun_at as "begunAt", t.invoice_error as error
       from auto_top_up_attempts t
       join purchases p on p.id = t.purchase_id and p.workspace_id = t.workspace_id
       join workspaces w on w.id = t.workspace_id
      where t.invoice_next_at <= $1
      order by t.invoice_next_at, p.id limit ${batchMax}`,
    [now],
  );
  return rows;
}

/** Counts the attempt before it is made. False when another process was faster. */
export async function claimInvoice(due: DueInvoice, now: Date): Promise<boolean> {
  const { rowCount } = await sqlPool().query(
    `update auto_top_up_attempts set invoice_steps = invoice_steps + 1, invoice_next_at = $4
      where purchase_id = $1 and workspace_id = $2 and invoice_next_at = $3`,
    [due.id, due.workspaceId, due.nextAt, new Date(now.getTime() + leaseMs)],
  );
  return rowCount === 1;
}

/** Stores when Stripe is first asked, before it is asked. Waiting for the profile was no failed attempt. */
export async function beginInvoice({ id, workspaceId }: DueInvoice, now: Date): Promise<void> {
  await sqlPool().query(
    `update auto_top_up_attempts set invoice_begun_at = $3, invoice_steps = 1
      where purchase_id = $1 and workspace_id = $2 and invoice_begun_at is null`,
    [id, workspaceId, now],
  );
}

/** Tries again at `nextAt`; null: never. `error`: why it is not issued, null when it is or when none is owed. */
export async function leaveInvoice(
  { id, workspaceId }: DueInvoice,
  { nextAt, error }: { readonly nextAt: Date | null; readonly error: InvoiceError | null },
): Promise<void> {
  await sqlPool().query(
    `update auto_top_up_attempts set invoice_next_at = $3, invoice_error = $4
      where purchase_id = $1 and workspace_id = $2`,
    [id, workspaceId, nextAt, error],
  );
}

/** Begins one that was given up and withdrawn anew, with other idempotency keys. False when there is none. */
export async function beginInvoiceAnew(purchaseId: string): Promise<boolean> {
  const { rowCount } = await sqlPool().query(
    `update auto_top_up_attempts t
        set invoice_next_at = now(), invoice_steps = 0, invoice_round = invoice_round + 1, invoice_begun_at = null
       from workspaces w
      where t.purchase_id = $1 and t.invoice_next_at is null and t.invoice_error is not null
        and w.id = t.workspace_id and w.deleted_at is null`,
    [purchaseId],
  );
  return rowCount === 1;
}

/** Ends one that was given up: none is owed anymore. False when there is none. */
export async function endMissingInvoice(purchaseId: string): Promise<boolean> {
  const { rowCount } = await sqlPool().query(
    `update auto_top_up_attempts
        set invoice_error = null, invoice_steps = greatest(invoice_steps, 1) -- 0 would have it written anew
      where purchase_id = $1 and invoice_next_at is null and invoice_error is not null`,
    [purchaseId],
  );
  return rowCount === 1;
}

/** Whether the time is up in which its steps may be repeated. */
export function isTimeUp({ begunAt }: DueInvoice, now: Date): boolean {
  return begunAt !== null && now.getTime() >= begunAt.getTime() + writtenForMs;
}

/** Not after the time is up, when it is withdrawn. */
export function nextInvoiceAt({ begunAt }: DueInvoice, now: Date, pauseMs: number): Date {
  const lastMs = begunAt ? begunAt.getTime() + writtenForMs : now.getTime() + pauseMs;
  const nextMs = now.getTime() + pauseMs;
  return new Date(now.getTime() < lastMs ? Math.min(nextMs, lastMs) : nextMs);
}
