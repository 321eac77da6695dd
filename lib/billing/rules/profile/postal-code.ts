/** Countries in which Stripe finds no tax rate without a postal code. */
const needing: ReadonlySet<string> = new Set(["CA", "GB", "US"]);

/** Whether an address in a country ("US") is incomplete without a postal code. */
export function needsPostalCode(country: string): boolean {
  return needing.has(country);
}
