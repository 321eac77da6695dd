import "server-only";
import { type SettlementFigures, settlementFigures as figures } from "./internal/pending-settlements";

/** Pending settlements of this process, and how many generations were recorded with less than they had. */
export function settlementFigures(): SettlementFigures {
  return figures();
}
