import "server-only";
import { log } from "@/lib/config/log";
import { type Clock, msPerMinute, systemClock } from "@/lib/kernel/clock";
import {
  beginInvoiceAnew,
  claimInvoice,
  type DueInvoice,
  isTimeUp,
  leaveInvoice,
  nextInvoiceAt,
  readDueInvoices,
  wantInvoices,
} from "../internal/auto-top-up/due-invoice";
import { withdrawInvoice } from "../internal/auto-top-up/withdraw-invoice";
import { writeInvoice } from "../internal/auto-top-up/write-invoice";
import { stripeErrorFacts } from "../internal/stripe-client";
import { invoiceErrorOf } from "../rules/auto-top-up/invoice-error";
import { repairPauseMs } from "../rules/repair-pace";

/** The billing profile is copied by its own job. */
const profilePauseMs = msPerMinute;

/**
 * Writes Stripe's invoices of automatic charges, for workspaces with a billing profile; the hosted page writes those of
 * other purchases. Run every minute, after the charge: it never collects money. The invoice is drafted, gets its lines,
 * is finalized, and is paid by attaching the payment that was made. Each step has its own idempotency key, and what
 * fails is continued at growing distances, for 23 hours from the first call. It waits for the billing profile for as long
 * as that takes. One that cannot be finished, or whose workspace was deleted, is withdrawn at Stripe, as often as it
 * takes; the operator sees why, and can have it begun anew.
 */
export async function issueInvoices(clock: Clock = systemClock): Promise<{ readonly issued: number }> {
  const now = clock();
  await wantInvoices(now);
  let issued = 0;
  for (const due of await readDueInvoices(now)) {
    if (!(await claimInvoice(due, now))) continue;
    try {
      const isIssued = due.isDeleted || isTimeUp(due, now) ? await withdraw(due) : await write(due, now);
      if (isIssued) issued += 1;
    } catch (error) {
      await postpone(due, error, now);
    }
  }
  return { issued };
}

async function write(due: DueInvoice, now: Date): Promise<boolean> {
  const isIssued = (await writeInvoice(due, now)) === "issued";
  if (isIssued) await leaveInvoice(due, { nextAt: null, error: null });
  else {
    const nextAt = nextInvoiceAt(due, now, profilePauseMs);
    await leaveInvoice(due, { nextAt, error: "profile_not_copied" });
  }
  return isIssued;
}

/** True when it turned out to be paid. */
async function withdraw(due: DueInvoice): Promise<boolean> {
  const isPaid = (await withdrawInvoice(due)) === "paid";
  const error = due.isDeleted || isPaid ? null : (due.error ?? "no_response");
  await leaveInvoice(due, { nextAt: null, error });
  if (!error) return isPaid;
  // The profile was changed while the invoice was written, and Stripe has not accepted the change yet.
  if (error === "profile_not_copied") await beginInvoiceAnew(due.id);
  else log().error({ event: "invoice_given_up", purchase: due.id, reason: error });
  return false;
}

async function postpone(due: DueInvoice, error: unknown, now: Date): Promise<void> {
  const facts = stripeErrorFacts(error);
  log().warn({ event: "invoice_not_issued", purchase: due.id, ...facts });
  // The first call begins it anew: what was counted before was waiting for the profile.
  const attempts = due.begunAt ? due.steps + 1 : 1;
  const begun = { ...due, begunAt: due.begunAt ?? now };
  const nextAt = nextInvoiceAt(begun, now, repairPauseMs(attempts));
  await leaveInvoice(due, { nextAt, error: invoiceErrorOf(facts) });
}
