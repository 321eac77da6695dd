import { formatDollars, type Nanos, nanosPerCent, nanosPerDollar } from "@/lib/kernel/money";
import { feeFor, type FeeTerms } from "@/lib/billing/rules/fee";
import { purchaseAmountProblem } from "@/lib/billing/rules/purchase-amount";

/** When auto top-up buys, how much, and what it may charge at most. */
export type AutoTopUpTerms = {
  /** It buys when the available balance is below this. */
  readonly thresholdNanos: Nanos;
  /** The credits of each purchase; the service fee is charged on top. */
  readonly creditsNanos: Nanos;
  /** The most that is charged to the card in a calendar month (UTC), fees included. */
  readonly monthlyMaxNanos: Nanos;
};

/** What the form begins with before any terms were agreed to. */
export const suggestedTerms: AutoTopUpTerms = {
  thresholdNanos: 5n * nanosPerDollar,
  creditsNanos: 25n * nanosPerDollar,
  monthlyMaxNanos: 100n * nanosPerDollar,
};

const thresholdMinNanos: Nanos = nanosPerDollar;
const thresholdMaxNanos: Nanos = 25_000n * nanosPerDollar;
const monthlyMaxMaxNanos: Nanos = 1_000_000n * nanosPerDollar;

type TermsField = "threshold" | "amount" | "monthlyMax";
export type TermsProblem = { readonly field: TermsField; readonly message: string };

/** The reason why terms cannot be agreed to, next to the field that causes it; null when they can. */
export function termsProblem(terms: AutoTopUpTerms, fee: FeeTerms): TermsProblem | null {
  const { thresholdNanos, creditsNanos, monthlyMaxNanos } = terms;
  if (thresholdNanos < thresholdMinNanos || thresholdNanos > thresholdMaxNanos) {
    const bounds = `${formatDollars(thresholdMinNanos)} to ${formatDollars(thresholdMaxNanos)}`;
    return { field: "threshold", message: `Choose a balance from ${bounds}.` };
  }
  if (thresholdNanos % nanosPerCent !== 0n) return { field: "threshold", message: twoDecimals };
  const amountProblem = purchaseAmountProblem(creditsNanos);
  if (amountProblem) return { field: "amount", message: amountProblem };
  const totalNanos = creditsNanos + feeFor(creditsNanos, fee);
  if (monthlyMaxNanos < totalNanos) {
    const message = `One purchase costs ${formatDollars(totalNanos)} with the fee. The monthly limit must be at least that.`;
    return { field: "monthlyMax", message };
  }
  if (monthlyMaxNanos > monthlyMaxMaxNanos) {
    return {
      field: "monthlyMax",
      message: `The largest monthly limit is ${formatDollars(monthlyMaxMaxNanos)}.`,
    };
  }
  if (monthlyMaxNanos % nanosPerCent !== 0n) return { field: "monthlyMax", message: twoDecimals };
  return null;
}

const twoDecimals = "Use at most two decimals, such as 12.50.";

type ConsentFacts = {
  readonly product: string;
  readonly terms: AutoTopUpTerms;
  readonly fee: FeeTerms;
  /** Days after which purchased credits expire; 0: never. */
  readonly expiryDays: number;
};

/**
 * The sentence that a person agrees to, and that is kept with the date. It is the same on the page and on the server, so
 * it has one format of numbers. The fee is today's: an operator may change it, and the monthly limit includes it.
 */
export function autoTopUpConsentText({ product, terms, fee, expiryDays }: ConsentFacts): string {
  const feeNanos = feeFor(terms.creditsNanos, fee);
  const total = formatDollars(terms.creditsNanos + feeNanos);
  return [
    `I agree that ${product} saves this workspace's card with Stripe and charges it without asking me again.`,
    `Whenever the available balance is below ${formatDollars(terms.thresholdNanos)}, it buys ${formatDollars(terms.creditsNanos)} in credits, for ${total} including the service fee of ${formatDollars(feeNanos)} at today's rate.`,
    `It charges at most ${formatDollars(terms.monthlyMaxNanos)} per calendar month (UTC), fees included.`,
    ...(expiryDays > 0 ? [`The credits expire ${expiryDays} days after their purchase.`] : []),
    "I can turn this off on the Credits page at any time.",
  ].join(" ");
}

/** The sentence next to the checkbox of a purchase. It keeps the card and permits no charge. */
export function saveCardConsentText(product: string): string {
  return `I agree that ${product} saves the card I pay with at Stripe for this workspace. It isn't charged without a further agreement, and auto top-up stays as it is. I can remove the card on the Credits page at any time.`;
}
