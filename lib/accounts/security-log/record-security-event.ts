import "server-only";
import { uuidv7 } from "uuidv7";
import { errorFacts, log } from "@/lib/config/log";
import { db, type Tx } from "@/lib/db/client";
import type { SecurityEventKind } from "@/lib/accounts/rules/security-events";
import type { RequestOrigin } from "@/lib/kernel/network";

export type SecurityEvent = {
  readonly userId: string;
  readonly kind: SecurityEventKind;
  readonly origin: RequestOrigin;
  /** A name or a count that helps the owner recognize the event; never a secret. */
  readonly detail?: Readonly<Record<string, string | number>>;
};

/**
 * Adds a line to the log that the account's owner can read. Kept for 90 days; the IP address only as its network. Waits
 * for a transaction that changes the account, and writes nothing about a deleted one. Inside a transaction, lock the
 * user first (`internal/lock-user.ts`).
 */
export async function recordSecurityEvent(tx: Tx, event: SecurityEvent): Promise<void> {
  const { userId, kind, origin, detail = {} } = event;
  await tx.$executeRaw`
    INSERT INTO security_events (id, user_id, kind, detail, network, user_agent)
    SELECT ${uuidv7()}::uuid, id, ${kind}, ${JSON.stringify(detail)}::jsonb, ${origin.network}, ${origin.userAgent}
      FROM users WHERE id = ${userId}::uuid AND deleted_at IS NULL FOR SHARE`;
}

/**
 * Like `recordSecurityEvent`, but never fails, for what has happened already: a file that is sent. A line that cannot be
 * written is only logged.
 */
export async function tryRecordSecurityEvent(event: SecurityEvent): Promise<void> {
  await recordSecurityEvent(db(), event).catch((error: unknown) =>
    log().error({ event: "security_event_lost", reason: event.kind, ...errorFacts(error) }),
  );
}
