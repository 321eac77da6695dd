import "server-only";
import { sqlPool } from "@/lib/db/client";

export type MissingInvoice = {
  readonly purchaseId: string;
  readonly workspaceId: string;
  readonly chargedAt: Date;
  /** Why it is missing, as a word of `invoice-error.ts`. */
  readonly error: string;
  /** When it is tried next; null when it was given up. */
  readonly nextAt: Date | null;
};

/** Most that are listed, the oldest first. */
const listMax = 100;

/**
 * Invoices of automatic charges that were given up, or that could not be written for an hour. For operators: the caller
 * checks that before.
 */
export async function listMissingInvoices(): Promise<readonly MissingInvoice[]> {
  const { rows } = await sqlPool().query<MissingInvoice>(
    `select t.purchase_id as "purchaseId", t.workspace_id as "workspaceId", t.started_at as "chargedAt",
            t.invoice_error as error, t.invoice_next_at as "nextAt"
       from auto_top_up_attempts t join workspaces w on w.id = t.workspace_id
      where t.invoice_error is not null and w.deleted_at is null
        and (t.invoice_next_at is null or t.started_at < now() - interval '1 hour')
      order by t.started_at, t.purchase_id limit ${listMax}`,
  );
  return rows;
}
