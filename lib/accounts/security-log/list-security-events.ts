import "server-only";
import { db } from "@/lib/db/client";
import { deviceName } from "@/lib/kernel/device-name";
import { defaultFormats, type Formats } from "@/lib/kernel/format";
import { networkLabel } from "@/lib/kernel/network";
import type { Page } from "@/lib/kernel/page";
import { isNoticed, securityEventSentence } from "@/lib/accounts/rules/security-events";

export type SecurityLine = {
  readonly id: string;
  readonly sentence: string;
  /** "Firefox on Linux" and "203.0.113.0/24"; a dash for what was not done from a browser. */
  readonly device: string;
  readonly network: string;
  readonly createdAt: Date;
};

const securityLinesPerPage = 20;

type Query = {
  readonly formats?: Formats | undefined;
  /** The line after which to continue; one that is another account's, or gone, leads to the newest. */
  readonly cursor?: string | undefined;
};

/** Lines of an account's security log, newest first. */
export async function listSecurityEvents(
  userId: string,
  { formats = defaultFormats, cursor }: Query = {},
): Promise<Page<SecurityLine>> {
  const after = cursor
    ? await db().securityEvent.findFirst({
        where: { id: cursor, userId },
        select: { id: true, createdAt: true },
      })
    : null;
  const rows = await db().securityEvent.findMany({
    where: {
      userId,
      ...(after && {
        OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }],
      }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: securityLinesPerPage + 1,
    select: { id: true, kind: true, detail: true, network: true, userAgent: true, createdAt: true },
  });
  const lines = rows.slice(0, securityLinesPerPage).map((row) => ({
    id: row.id,
    sentence: securityEventSentence(row.kind, row.detail, formats),
    device: isNoticed(row.kind) ? "–" : deviceName(row.userAgent),
    network: isNoticed(row.kind) ? "–" : networkLabel(row.network),
    createdAt: row.createdAt,
  }));
  return { rows: lines, nextCursor: rows.length > lines.length ? (lines.at(-1)?.id ?? null) : null };
}
