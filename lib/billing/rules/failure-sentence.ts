/** Why no credits were added, and what the buyer can do about it. */
type Failure = { readonly cause: string; readonly advice: string };

const otherCard = "You weren't charged; try another card or method.";
const retry = "You weren't charged; you can try again.";
const refunded = "The whole payment is refunded automatically.";
const askOperator = "Contact the operator with the purchase ID.";

const blocked: Failure = { cause: "The bank has blocked this card.", advice: otherCard };
const noReason: Failure = { cause: "The bank declined the payment without a reason.", advice: otherCard };

const failures: Readonly<Record<string, Failure>> = {
  amount_mismatch: {
    cause: "The amount paid doesn't match this purchase, so no credits were added.",
    advice: askOperator,
  },
  currency_mismatch: {
    cause: "The payment was in another currency, so no credits were added.",
    advice: askOperator,
  },
  account_deleted: { cause: "The payment arrived after the account was deleted.", advice: refunded },
  session_unknown: { cause: "The payment processor no longer recognizes this payment.", advice: askOperator },
  async_payment_failed: { cause: "The payment didn't go through.", advice: retry },
  checkout_unavailable: { cause: "The payment page couldn't be opened.", advice: retry },
  declined: noReason,
  generic_decline: noReason,
  do_not_honor: noReason,
  insufficient_funds: { cause: "The card has insufficient funds.", advice: otherCard },
  expired_card: { cause: "The card has expired.", advice: otherCard },
  incorrect_cvc: { cause: "The card's security code is wrong.", advice: retry },
  invalid_cvc: { cause: "The card's security code is wrong.", advice: retry },
  incorrect_number: { cause: "The card number is wrong.", advice: retry },
  processing_error: { cause: "The bank couldn't process the card.", advice: retry },
  lost_card: blocked,
  stolen_card: blocked,
  pickup_card: blocked,
  restricted_card: blocked,
  authentication_required: {
    cause: "The bank wants you to confirm the payment.",
    advice: "You weren't charged; pay it yourself.",
  },
  payment_intent_authentication_failure: {
    cause: "The payment wasn't confirmed with the bank.",
    advice: retry,
  },
  card_removed: {
    cause: "The saved card was removed at Stripe.",
    advice: "You weren't charged; save a card again.",
  },
  no_response: {
    cause: "The payment processor never confirmed this payment, and has no record of it.",
    advice: "You weren't charged.",
  },
};

const other: Failure = { cause: "The payment wasn't completed.", advice: retry };

function failureOf(code: string | null): Failure {
  return (code !== null && Object.hasOwn(failures, code) && failures[code]) || other;
}

/** Explains to the buyer a failed payment and what to do, from its stored failure code. */
export function failureSentence(code: string | null): string {
  const { cause, advice } = failureOf(code);
  return `${cause} ${advice}`;
}

/** Why a payment failed, for the operator. */
export function failureCause(code: string | null): string {
  return failureOf(code).cause;
}

/** Whether paying again is the remedy. It is not when money may have arrived, or cannot be accounted for. */
export function mayPayAgain(code: string | null): boolean {
  const { advice } = failureOf(code);
  return advice !== askOperator && advice !== refunded;
}
