import "server-only";
import { db } from "@/lib/db/client";
import { msPerDay, msPerMinute } from "@/lib/kernel/clock";
import { setUpMinutes } from "./rules/two-factor";
import { networkDays, securityLogDays } from "./rules/security-events";

/**
 * Deletes expired sessions, used links, old lines of the security log, and authenticator apps that were not confirmed in time.
 * Run by a job.
 */
export async function purgeAccounts(
  now = new Date(),
): Promise<{ events: number; sessions: number; tokens: number }> {
  const before = (days: number) => new Date(now.getTime() - days * msPerDay);
  const events = await db().securityEvent.deleteMany({
    where: { createdAt: { lt: before(securityLogDays) } },
  });
  // The line stays, the network in it does not: networks are kept here for 30 days at most.
  await db().securityEvent.updateMany({
    where: { createdAt: { lt: before(networkDays) }, network: { not: null } },
    data: { network: null, userAgent: null },
  });
  const sessions = await db().session.deleteMany({
    where: { OR: [{ expiresAt: { lt: now } }, { lastSeenAt: { lt: before(1) } }] },
  });
  const tokens = await db().emailToken.deleteMany({ where: { expiresAt: { lt: before(1) } } });
  await db().twoFactorSecret.deleteMany({
    where: { confirmedAt: null, createdAt: { lt: new Date(now.getTime() - setUpMinutes * msPerMinute) } },
  });
  return { events: events.count, sessions: sessions.count, tokens: tokens.count };
}
