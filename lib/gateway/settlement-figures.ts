import "server-only";
import { type SettlementFigures, settlementFigures as figures } from "./internal/pending-settlements";

/** What waits to be settled in this process, and what had to be recorded with less than it was. */
export function settlementFigures(): SettlementFigures {
  return figures();
}
