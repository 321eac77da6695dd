import { randomBytes } from "node:crypto";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** An id in Stripe's form: prefix, underscore, 24 letters and digits. */
export function newId(prefix: string): string {
  let text = "";
  for (const byte of randomBytes(24)) text += alphabet[byte % alphabet.length] ?? "0";
  return `${prefix}_${text}`;
}

/** Now, in whole seconds. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}
