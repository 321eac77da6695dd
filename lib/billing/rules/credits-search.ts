import { z } from "zod";
import { isDay } from "@/lib/activity/rules/zone-days";
import { readPurchaseAmount } from "./purchase-amount";

const id = z.uuid().optional().catch(undefined);

/** The amount of a purchase before anything was chosen, in dollars. */
const usualAmount = "25";

/** The query of the Credits page; an invalid value counts as absent. */
export const creditsSearchSchema = z.object({
  tab: z.enum(["transactions", "purchases"]).catch("transactions"),
  /** The last row of the page before: a transaction's or purchase's id, or a day of usage. */
  cursor: z
    .union([z.uuid(), z.string().refine(isDay)])
    .optional()
    .catch(undefined),
  /** Purchase id on return from the hosted page after paying. */
  purchase: id,
  /** Purchase id on return from the hosted page without paying. */
  cancelled: id,
  /** Opens the form: with an amount in dollars, or with the usual one. */
  add: z
    .string()
    .transform((text) => (readPurchaseAmount(text).ok ? text : usualAmount))
    .optional()
    .catch(undefined),
});
