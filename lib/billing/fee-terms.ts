import "server-only";
import { env } from "@/lib/config/env";
import type { FeeTerms } from "./rules/fee";

/** The operator's current fee; a purchase keeps the fee that it started with. */
export function feeTerms(): FeeTerms {
  return { partsPerMillion: env().feePartsPerMillion, minNanos: env().feeMinNanos };
}
