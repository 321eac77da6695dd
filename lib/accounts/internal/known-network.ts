import "server-only";
import type { SecurityEventKind } from "../rules/security-events";

const kinds = ["sign_in", "new_sign_in", "email_verified"] as const satisfies readonly SecurityEventKind[];

/** SQL list of the kinds of events that are a successful sign-in, or prove the mailbox. */
export const signInKinds = kinds.map((kind) => `'${kind}'`).join(", ");

/**
 * SQL condition: the account has signed in from a network. Those before it was last secured don't count, because one of
 * them was perhaps a thief's. The arguments are SQL expressions.
 */
export function isKnownNetwork({ userId, network }: { userId: string; network: string }): string {
  return `EXISTS (
    SELECT 1 FROM security_events e
     WHERE e.user_id = ${userId} AND e.kind IN (${signInKinds}) AND e.network IS NOT DISTINCT FROM ${network}
       AND e.created_at > coalesce((SELECT max(s.created_at) FROM security_events s
                                     WHERE s.user_id = ${userId} AND s.kind = 'account_secured'), '-infinity'))`;
}
