import "server-only";
import { log } from "@/lib/config/log";
import { beginInvoiceAnew } from "../internal/auto-top-up/due-invoice";

/**
 * Has the invoice of an automatic charge that was given up written anew, on behalf of an operator. The caller checks that
 * the user is one. False when none was given up: the charge has its invoice, or it is still being written.
 */
export async function retryInvoice(by: { readonly userId: string }, purchaseId: string): Promise<boolean> {
  if (!(await beginInvoiceAnew(purchaseId))) return false;
  log().info({ purchase: purchaseId, userId: by.userId }, "invoice retried by an operator");
  return true;
}
