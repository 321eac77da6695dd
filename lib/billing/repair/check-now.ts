import "server-only";
import { log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";

/**
 * Makes an unsettled purchase due for its check with Stripe, which follows within seconds, on behalf of an operator. The
 * caller checks that the user is one. False when the purchase does not exist or is settled.
 */
export async function checkNow(by: { readonly userId: string }, purchaseId: string): Promise<boolean> {
  const { rowCount } = await sqlPool().query(
    "update purchases set next_check_at = now() where id = $1 and state in ('open', 'pending')",
    [purchaseId],
  );
  if (!rowCount) return false;
  log().info({ purchase: purchaseId, userId: by.userId }, "purchase check requested by an operator");
  return true;
}
