import "server-only";
import { drainHolds } from "@/lib/ledger/take-hold";
import { endings } from "./internal/settle-queue";

/** Resolves when every hold and settle of this process is committed. Call it at shutdown, after the last answer. */
export async function drainSpending(): Promise<void> {
  await drainHolds();
  await endings.drain();
}
