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

/** Adds a line to the log that the account's owner reads (A13). Kept 90 days; the address only as its network. */
export async function recordSecurityEvent(tx: Tx, event: SecurityEvent): Promise<void> {
  await tx.securityEvent.create({
    data: {
      id: uuidv7(),
      userId: event.userId,
      kind: event.kind,
      detail: event.detail ?? {},
      network: event.origin.network,
      userAgent: event.origin.userAgent,
    },
    select: { id: true },
  });
}
