import { findPurchase } from "@/lib/billing/find-purchase";
import { fail, ok } from "@/lib/kernel/outcome";
import { defineRoute } from "@/lib/web/define-route";

/** State of one purchase, polled by the page that waits for its credits. */
export const GET = defineRoute({
  run: async ({ actor, params }) => {
    const purchase = await findPurchase(actor, typeof params["id"] === "string" ? params["id"] : null);
    if (!purchase) return fail("not_found");
    const { id, state, creditsNanos, failureCode } = purchase;
    return ok({ id, state, creditsNanos, failureCode });
  },
});
