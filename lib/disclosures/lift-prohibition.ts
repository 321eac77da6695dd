import "server-only";
import { db } from "@/lib/db/client";
import { type Clock, msPerSecond, systemClock } from "@/lib/kernel/clock";
import { tellDisclosures } from "./tell-disclosures";

/**
 * Ends the prohibition to tell about a disclosure, and tells the owners. False when it is not forbidden, or not anymore.
 * For operators: the caller checks that before.
 */
export async function liftProhibition(disclosureId: string, clock: Clock = systemClock): Promise<boolean> {
  const now = clock();
  // Of two calls at once, the one with the earlier clock may come second. The other's end is then a moment ahead of it.
  const later = new Date(now.getTime() + msPerSecond);
  const { count } = await db().disclosure.updateMany({
    where: {
      id: disclosureId,
      isNoticeForbidden: true,
      OR: [{ forbiddenUntil: null }, { forbiddenUntil: { gt: later } }],
    },
    data: { forbiddenUntil: now },
  });
  if (count > 0) await tellDisclosures(clock);
  return count > 0;
}
