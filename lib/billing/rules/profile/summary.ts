import { countryName } from "./countries";
import type { BillingProfileInput } from "./input";

type Address = Pick<BillingProfileInput, "line1" | "line2" | "city" | "region" | "postalCode" | "country">;

/** The address as one line: "12 St James's Square, London SW1Y 4JH, United Kingdom". */
export function addressLine(address: Address): string {
  const place = [address.city, address.region, address.postalCode].filter(Boolean).join(" ");
  return [address.line1, address.line2, place, countryName(address.country)].filter(Boolean).join(", ");
}
