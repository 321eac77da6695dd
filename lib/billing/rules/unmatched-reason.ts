/**
 * Why no purchase can take a payment: none belongs to it, its purchase has another payment, the account was deleted, or
 * it is of another amount or currency than its purchase.
 */
export type UnmatchedReason =
  "unknown_purchase" | "second_payment" | "deleted_account" | "amount_mismatch" | "currency_mismatch";
