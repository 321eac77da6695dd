import "server-only";
import { deviceName } from "@/lib/kernel/device-name";
import { db } from "@/lib/db/client";
import { msPerHour } from "@/lib/kernel/clock";
import { idleHours } from "../rules/session-periods";

export type SessionLine = {
  readonly id: string;
  readonly device: string;
  readonly network: string | null;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
};

/** A user's active sessions, the last used first. The ids are public names, not secrets. */
export async function listSessions(userId: string): Promise<readonly SessionLine[]> {
  const now = Date.now();
  const rows = await db().session.findMany({
    where: {
      userId,
      expiresAt: { gt: new Date(now) },
      lastSeenAt: { gt: new Date(now - idleHours * msPerHour) },
    },
    orderBy: { lastSeenAt: "desc" },
    take: 100,
    select: { publicId: true, userAgent: true, network: true, createdAt: true, lastSeenAt: true },
  });
  return rows.map(({ publicId, userAgent, ...row }) => ({
    ...row,
    id: publicId,
    device: deviceName(userAgent),
  }));
}
