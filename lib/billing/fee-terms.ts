import "server-only";
import { env } from "@/lib/config/env";
import type { FeeTerms } from "./rules/fee";

/** The fee that the operator takes now; a purchase keeps the fee that it began with. */
export function feeTerms(): FeeTerms {
  return { partsPerMillion: env().feePartsPerMillion, minNanos: env().feeMinNanos };
}
