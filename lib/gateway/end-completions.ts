import "server-only";
import { env } from "@/lib/config/env";
import { endAllRunning } from "./internal/running-completions";
import { closeSlots, untilSlotsFree } from "./reserve-slot";

/** How long completions that were ended may take to be billed and to tell their callers. */
const billingMsMax = 15_000;

/**
 * For shutdown: takes nothing new, gives running completions the configured time, then ends those that are left. They
 * are billed with what was produced, and their callers are told so in the stream. Resolves when all are settled,
 * or the time for that is over too.
 */
export async function endCompletions(patienceMs = env().completions.shutdownMs): Promise<void> {
  closeSlots();
  // Slots, not what runs: a request that is still being admitted would be missed, and start after we have looked.
  if (await untilSlotsFree(patienceMs)) return;
  endAllRunning("shutdown");
  await untilSlotsFree(billingMsMax);
}
