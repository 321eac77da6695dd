import "server-only";
import { uuidv7 } from "uuidv7";
import type { Tx } from "@/lib/db/client";
import type { SecurityEventKind } from "@/lib/accounts/rules/security-events";
import type { RequestOrigin } from "@/lib/kernel/network";

type SecurityEvent = {
  readonly userId: string;
  readonly kind: SecurityEventKind;
  readonly origin: RequestOrigin;
  /** A name or a count that helps the owner to recognise it; never a secret. */
  readonly detail?: Readonly<Record<string, string | number>>;
};

/**
 * Adds a line to the log that the account's owner reads. Kept 90 days; the address only as its network. Waits for
 * whoever is changing the account and writes nothing about one that was deleted: inside a transaction, lock the person
 * first (`internal/lock-user.ts`).
 */
export async function recordSecurityEvent(tx: Tx, event: SecurityEvent): Promise<void> {
  const { userId, kind, origin, detail = {} } = event;
  await tx.$executeRaw`
    INSERT INTO security_events (id, user_id, kind, detail, network, user_agent)
    SELECT ${uuidv7()}::uuid, id, ${kind}, ${JSON.stringify(detail)}::jsonb, ${origin.network}, ${origin.userAgent}
      FROM users WHERE id = ${userId}::uuid AND deleted_at IS NULL FOR SHARE`;
}
