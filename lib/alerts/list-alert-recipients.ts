import "server-only";
import type { Tx } from "@/lib/db/client";
import type { AlertKind } from "./rules/alert-kinds";

export type AlertRecipient = { readonly userId: string; readonly email: string };

/**
 * Who gets mails of this kind: owners and admins, and the member `userId`, except those who switched it
 * off. In one order everywhere, because a transaction locks them one after the other.
 */
export async function listAlertRecipients(
  tx: Tx,
  workspaceId: string,
  kind: AlertKind,
  userId: string | null = null,
): Promise<readonly AlertRecipient[]> {
  return tx.$queryRaw<AlertRecipient[]>`
    select u.id as "userId", u.email from members m join users u on u.id = m.user_id
     where m.workspace_id = ${workspaceId}::uuid and m.removed_at is null and u.email is not null
       and (m.role in ('owner', 'admin') or m.user_id = ${userId}::uuid)
       and not exists (select 1 from alert_mutes a where a.user_id = m.user_id and a.kind = ${kind})
     order by u.email`;
}
