import { z } from "zod";
import { transactionFilterSchema } from "@/lib/activity/rules/transaction-filter";
import { isDay } from "@/lib/activity/rules/zone-days";

const id = z.uuid().optional().catch(undefined);

/** As many characters as the field takes. */
const amountLengthMax = 20;

/** The query of the Credits page; an invalid value counts as absent. */
export const creditsSearchSchema = z.object({
  tab: z.enum(["transactions", "purchases", "statements"]).catch("transactions"),
  /** Which transactions are listed, and what is searched for among them. */
  ...transactionFilterSchema.shape,
  /** The last row of the page before: a transaction's or purchase's id, or a day of usage. */
  cursor: z
    .union([z.uuid(), z.string().refine(isDay)])
    .optional()
    .catch(undefined),
  /** Purchase id on return from the hosted page after paying. */
  purchase: id,
  /** Purchase id on return from the hosted page without paying. */
  cancelled: id,
  /** Setup id on return from the hosted page that saves a card. */
  card: id,
  /** "setup" opens the form of auto top-up. */
  auto: z.literal("setup").optional().catch(undefined),
  /** Opens the form with this text as the amount in dollars, also one that cannot be bought: the field says why. */
  add: z.string().min(1).max(amountLengthMax).optional().catch(undefined),
});
