import { z } from "zod";
import { readPurchaseAmount } from "./purchase-amount";

const id = z.uuid().optional().catch(undefined);

/** The query of the Credits page; an invalid value counts as absent. */
export const creditsSearchSchema = z.object({
  tab: z.enum(["transactions", "purchases"]).catch("transactions"),
  cursor: id,
  /** Purchase id on return from the hosted page after paying. */
  purchase: id,
  /** Purchase id on return from the hosted page without paying. */
  cancelled: id,
  /** The initial amount. */
  amount: z
    .string()
    .refine((text) => readPurchaseAmount(text).ok)
    .catch("10"),
});
