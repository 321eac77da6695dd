import "server-only";
import { log } from "@/lib/config/log";
import { beginInvoiceAnew, endMissingInvoice } from "../internal/auto-top-up/due-invoice";

/**
 * Has the invoice of an automatic charge that was given up written anew, on behalf of an operator. The caller checks that
 * the user is one. False when none was given up: the charge has its invoice, or it is still being written.
 */
export async function retryInvoice(by: { readonly userId: string }, purchaseId: string): Promise<boolean> {
  if (!(await beginInvoiceAnew(purchaseId))) return false;
  log().info({ purchase: purchaseId, userId: by.userId }, "invoice retried by an operator");
  return true;
}

/**
 * Takes the invoice of an automatic charge that was given up off the list, on behalf of an operator who issued one
 * elsewhere, or whose customer needs none. The caller checks that the user is one. False when none was given up.
 */
export async function closeMissingInvoice(
  by: { readonly userId: string },
  purchaseId: string,
): Promise<boolean> {
  if (!(await endMissingInvoice(purchaseId))) return false;
  log().info({ purchase: purchaseId, userId: by.userId }, "missing invoice closed by an operator");
  return true;
}
