import "server-only";
import { env } from "@/lib/config/env";
import { endAllRunning, untilIdle } from "./internal/running-completions";
import { closeSlots } from "./reserve-slot";

/** How long completions that were ended may take to be billed and to tell their callers. */
const billingMsMax = 15_000;

/**
 * For shutdown: takes nothing new, gives running completions the configured time, then ends those that are left. They
 * are billed with what was produced, and their callers are told so in the stream. Resolves when all are settled,
 * or the time for that is over too.
 */
export async function endCompletions(patienceMs = env().completions.shutdownMs): Promise<void> {
  closeSlots();
  if (await untilIdle(patienceMs)) return;
  endAllRunning("shutdown");
  await untilIdle(billingMsMax);
}
