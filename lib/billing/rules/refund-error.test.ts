import { expect, it } from "vitest";
import { refundErrorOf, refundErrorSentence } from "./refund-error";

it("an error of Stripe becomes one of a few words, whatever Stripe calls it", () => {
  const words = [
    { code: "refund_disputed_payment", status: 400 },
    { code: "resource_missing", status: 404 },
    { code: "constructor", status: 400 },
    { code: "Jane Doe's card", status: 402 },
    { status: 403 },
    { status: 429 },
    { status: 500 },
    {},
  ].map(refundErrorOf);
  expect(words).toEqual([
    ...["charge_disputed", "payment_unknown", "rejected", "rejected"],
    ...["not_allowed", "no_response", "no_response", "no_response"],
  ]);
});

it("every word has a sentence, also one that this version does not know", () => {
  expect(refundErrorSentence("balance_insufficient")).toBe("The balance at Stripe is too low.");
  for (const unknown of ["toString", "later"]) expect(refundErrorSentence(unknown)).toMatch(/rejected/);
});
