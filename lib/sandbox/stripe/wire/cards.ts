/** Behavior of a test card. Numbers and names are from Stripe's documentation on testing. */
export type Behavior =
  | "pays"
  | "generic_decline"
  | "insufficient_funds"
  | "expired_card"
  | "decline_after_attach"
  | "authenticate"
  | "authenticate_always"
  | "authenticate_once"
  | "dispute"
  | "refund_pending"
  | "refund_fail";
export type Card = { readonly number: string; readonly brand: string; readonly behavior: Behavior };
export type Decline = { readonly code: string; readonly declineCode: string; readonly message: string };

const cards: readonly (readonly [number: string, token: string, behavior: Behavior, brand?: string])[] = [
  ["4242424242424242", "pm_card_visa", "pays"],
  ["5555555555554444", "pm_card_mastercard", "pays", "mastercard"],
  ["378282246310005", "pm_card_amex", "pays", "amex"],
  ["4000000000000002", "pm_card_visa_chargeDeclined", "generic_decline"],
  ["4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"],
  ["4000000000000069", "pm_card_chargeDeclinedExpiredCard", "expired_card"],
  ["4000000000000341", "pm_card_chargeCustomerFail", "decline_after_attach"],
  ["4000000000003220", "pm_card_threeDSecure2Required", "authenticate"],
  ["4000002760003184", "pm_card_authenticationRequired", "authenticate_always"],
  ["4000002500003155", "pm_card_authenticationRequiredOnSetup", "authenticate_once"],
  ["4000000000000259", "pm_card_createDispute", "dispute"],
  ["4000000000007726", "pm_card_pendingRefund", "refund_pending"],
  ["4000000000005126", "pm_card_refundFail", "refund_fail"],
];

const known: readonly Card[] = cards.map(([number, , behavior, brand = "visa"]) => ({
  number,
  brand,
  behavior,
}));

/** The test card with a number, typed with or without spaces. Null for any other number. */
export function cardByNumber(text: string): Card | null {
  const digits = text.replace(/[\s-]/g, "");
  return known.find((card) => card.number === digits) ?? null;
}

/** The test card for a token such as `pm_card_visa`. */
export function cardByToken(token: string): Card | null {
  const row = cards.find((card) => card[1] === token);
  return row ? cardByNumber(row[0]) : null;
}

/** Why the bank declines; null when it pays (after authentication, if required). */
export function declineOf(behavior: Behavior): Decline | null {
  if (behavior === "generic_decline" || behavior === "decline_after_attach") {
    return { code: "card_declined", declineCode: "generic_decline", message: "Your card was declined." };
  }
  if (behavior === "insufficient_funds") {
    return {
      code: "card_declined",
      declineCode: "insufficient_funds",
      message: "Your card has insufficient funds.",
    };
  }
  if (behavior === "expired_card") {
    return { code: "expired_card", declineCode: "expired_card", message: "Your card has expired." };
  }
  return null;
}

/** Whether the bank requires authentication. An `authenticate_once` card can be charged later without it. */
export function wantsAuthentication(behavior: Behavior, isOffSession: boolean): boolean {
  if (behavior === "authenticate_once") return !isOffSession;
  return behavior === "authenticate" || behavior === "authenticate_always";
}

export const authenticationFailedText =
  "We are unable to authenticate your payment method. Please choose a different one and try again.";

/** The decline of a payer who failed the bank's authentication. */
export function authenticationFailed(code: string): Decline {
  return { code, declineCode: code, message: authenticationFailedText };
}
