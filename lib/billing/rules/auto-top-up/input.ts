import { z } from "zod";
import { parseDollars } from "@/lib/kernel/money";
import { textField } from "@/lib/kernel/text-field";

/** An amount in dollars: text in, nanos out. Whether it may be chosen is for `termsProblem`. */
const dollars = z.string().transform((text, context) => {
  const nanos = parseDollars(text);
  if (nanos !== null) return nanos;
  context.addIssue({ code: "custom", message: "Enter an amount in dollars, such as 25 or 12.50." });
  return z.NEVER;
});

/** The form of auto top-up. */
export const autoTopUpSchema = z.object({
  threshold: dollars,
  amount: dollars,
  monthlyMax: dollars,
  card: z.enum(["saved", "new"]),
  agree: z.literal("on", { error: "Agree to this to continue." }),
  /** The sentence next to the checkbox, as it was shown. */
  agreedText: textField(2_000),
});
