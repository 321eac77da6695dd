/**
 * SQL conditions for what is late, used by the figures and the lists alike. A job is late 15 minutes after it missed
 * three intervals: one run, such as a verification of the ledger, may take ten.
 */
export const lateJob =
  "(ended_at < now() - (3 * every_ms) * interval '1 millisecond' - interval '15 minutes' or coalesce(failed_at > succeeded_at, failed_at is not null))";
/** Not decided by the bank: the slowest payment methods take 14 days. A payment that arrived is credited at once. */
export const latePayment = "(state = 'pending' and created_at < now() - interval '14 days')";
/** A combined mail waits 15 minutes on purpose. */
export const lateMail =
  "(sent_at is null and failed_at is null and created_at < now() - interval '30 minutes')";
/** Given up after all tries. Rows are deleted a week later. */
export const failedMail = "(failed_at is not null)";
/**
 * Stripe received it, no purchase can take it, and an operator has to decide: about the payment, or about its refund,
 * once that was rejected three times, which takes five minutes.
 */
export const heldPayment =
  "(state = 'held' or (state = 'refunding' and error is not null and attempts >= 3))";
/** The invoice of an automatic charge that couldn't be written, and isn't tried again until an operator decides. */
export const missingInvoice = "(invoice_error is not null and invoice_next_at is null)";
/** A request about personal data that is past its next deadline. */
export const lateRequest = "(next_due_at < now())";
