import { createHmac } from "node:crypto";

/** The `Stripe-Signature` of a body: HMAC-SHA256 over the time and the exact bytes sent. */
export function signatureOf(body: string, secret: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}
