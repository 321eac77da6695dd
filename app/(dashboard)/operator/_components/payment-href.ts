import { paths } from "@/lib/kernel/paths";

/** The sheet of a purchase, on top of the list of payments. */
export function paymentHref(purchaseId: string): string {
  return `${paths.operator}/payments?payment=${purchaseId}`;
}

/** The sheet of an account. */
export function accountHref(workspaceId: string): string {
  return `${paths.operator}?account=${workspaceId}`;
}
