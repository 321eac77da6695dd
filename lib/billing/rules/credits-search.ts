import { z } from "zod";
import { readPurchaseAmount } from "./purchase-amount";

const id = z.uuid().optional().catch(undefined);

/** What the address of the Credits page may say; anything else reads as absent. */
export const creditsSearchSchema = z.object({
  tab: z.enum(["movements", "purchases"]).catch("movements"),
  cursor: id,
  /** Back from the hosted page, paid. */
  purchase: id,
  /** Back from the hosted page, not paid. */
  cancelled: id,
  /** What the amount begins with. */
  amount: z
    .string()
    .refine((text) => readPurchaseAmount(text).ok)
    .catch("10"),
});
