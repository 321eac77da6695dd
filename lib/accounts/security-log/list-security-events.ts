import "server-only";
import { db } from "@/lib/db/client";
import { deviceName } from "@/lib/kernel/device-name";
import { securityEventSentence } from "@/lib/accounts/rules/security-events";

export type SecurityLine = {
  readonly id: string;
  readonly sentence: string;
  readonly device: string;
  readonly network: string | null;
  readonly createdAt: Date;
};

/** The newest lines of an account's security log. */
export async function listSecurityEvents(userId: string, limit = 20): Promise<readonly SecurityLine[]> {
  const rows = await db().securityEvent.findMany({
    where: { userId },
    orderBy: { createdAt: "desc" },
    take: limit,
    select: { id: true, kind: true, network: true, userAgent: true, createdAt: true },
  });
  return rows.map((row) => ({
    id: row.id,
    sentence: securityEventSentence(row.kind),
    device: deviceName(row.userAgent),
    network: row.network,
    createdAt: row.createdAt,
  }));
}
