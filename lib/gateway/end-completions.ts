import "server-only";
import { env } from "@/lib/config/env";
import { endAllRunning } from "./internal/running-completions";
import { closeSlots, untilSlotsFree } from "./reserve-slot";

/** How long ended completions may take to be billed and to tell their callers. */
const billingMsMax = 15_000;

/**
 * For shutdown. Accepts nothing new, gives running completions the configured time, then ends the rest. Those are
 * billed with what they produced, and the stream tells their callers so. Resolves when all are settled, or when the
 * time for that has run out as well.
 */
export async function endCompletions(patienceMs = env().completions.shutdownMs): Promise<void> {
  closeSlots();
  // Wait for slots, not for running completions: a request that is still being admitted would be missed, and would
  // start after this check.
  if (await untilSlotsFree(patienceMs)) return;
  endAllRunning("shutdown");
  await untilSlotsFree(billingMsMax);
}
