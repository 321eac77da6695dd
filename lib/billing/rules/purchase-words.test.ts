import { describe, expect, it } from "vitest";
import { failureCause, failureSentence, mayPayAgain } from "./failure-sentence";
import { methodLabel } from "./method-label";
import { purchaseLabel } from "./purchase-label";

describe("the name of a failed purchase", () => {
  it.each([
    ["checkout", "checkout_unavailable", "not_opened"],
    ["checkout", "async_payment_failed", "failed"],
    ["checkout", "generic_decline", "failed"],
    ["checkout", "amount_mismatch", "not_credited"],
    ["checkout", null, "failed"],
    ["auto_top_up", "generic_decline", "declined"],
    ["auto_top_up", "a_code_of_next_year", "declined"],
    ["auto_top_up", "authentication_required", "needs_confirmation"],
    ["auto_top_up", "no_response", "failed"],
    ["auto_top_up", "toString", "declined"],
  ] as const)("of %s with the code %s is %s", (origin, failureCode, label) => {
    const purchase = { origin, failureCode, creditsNanos: 10n, reversedNanos: 0n, disputes: [] };
    expect(purchaseLabel({ ...purchase, state: "failed" })).toBe(label);
  });
});

describe("the reason of a failure", () => {
  it("never repeats a code, and never asks to pay again for what may have been paid", () => {
    for (const code of ["do_not_honor", "card_velocity_exceeded", "toString", "amount_mismatch", null]) {
      expect(failureSentence(code)).not.toMatch(/_|undefined|function/);
    }
    expect(failureSentence("amount_mismatch")).toContain("Contact the operator");
    // The account is gone, and the money goes back without a request.
    expect(failureSentence("account_deleted")).toContain("refunded automatically");
    expect(failureSentence("account_deleted")).not.toContain("Contact");
    expect(
      ["amount_mismatch", "currency_mismatch", "account_deleted", "session_unknown"].some(mayPayAgain),
    ).toBe(false);
    expect(["generic_decline", "checkout_unavailable", "a_code_of_next_year", null].every(mayPayAgain)).toBe(
      true,
    );
  });

  it("tells the operator what happened, not what a buyer should do", () => {
    expect(failureCause("insufficient_funds")).toBe("The card has insufficient funds.");
    expect(failureCause("session_unknown")).not.toContain("Contact");
  });
});

it.each([
  ["visa 4242", "Visa 4242"],
  ["amex 0005", "American Express 0005"],
  ["mastercard", "Mastercard"],
  ["alipay", "Alipay"],
  ["crypto", "Stablecoin"],
  ["us_bank_account", "Bank account"],
  ["a_kind_of_next_year", "A kind of next year"],
  ["constructor", "Constructor"],
])("the method %s is shown as %s", (method, label) => {
  expect(methodLabel(method)).toBe(label);
});
