import "server-only";
import { db } from "@/lib/db/client";
import { deviceName } from "@/lib/kernel/device-name";
import { defaultFormats, type Formats } from "@/lib/kernel/format";
import { networkLabel } from "@/lib/kernel/network";
import { isNoticed, securityEventSentence } from "@/lib/accounts/rules/security-events";

export type SecurityLine = {
  readonly id: string;
  readonly sentence: string;
  /** "Firefox on Linux" and "203.0.113.0/24"; a dash for what was not done from a browser. */
  readonly device: string;
  readonly network: string;
  readonly createdAt: Date;
};

const linesMax = 20;

/** The newest lines of an account's security log. */
export async function listSecurityEvents(
  userId: string,
  formats: Formats = defaultFormats,
): Promise<readonly SecurityLine[]> {
  const rows = await db().securityEvent.findMany({
    where: { userId },
    orderBy: { createdAt: "desc" },
    take: linesMax,
    select: { id: true, kind: true, detail: true, network: true, userAgent: true, createdAt: true },
  });
  return rows.map((row) => ({
    id: row.id,
    sentence: securityEventSentence(row.kind, row.detail, formats),
    device: isNoticed(row.kind) ? "–" : deviceName(row.userAgent),
    network: isNoticed(row.kind) ? "–" : networkLabel(row.network),
    createdAt: row.createdAt,
  }));
}
