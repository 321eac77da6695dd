import { z } from "zod";
import { isDay } from "@/lib/activity/rules/zone-days";

const id = z.uuid().optional().catch(undefined);

/** As many characters as the field takes. */
const amountLengthMax = 20;

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
  /** Opens the form with this text as the amount in dollars, also one that cannot be bought: the field says why. */
  add: z.string().min(1).max(amountLengthMax).optional().catch(undefined),
});
