import "server-only";
import { sqlPool } from "@/lib/db/client";

type Access = { readonly sessionId: string; readonly workspaceId: string };

/**
 * Whether a session, named by its public id, still exists and its user is still a member of the workspace: for answers
 * that are sent for longer than one request usually takes. A deleted account has no session.
 */
export async function hasAccess({ sessionId, workspaceId }: Access): Promise<boolean> {
  const { rowCount } = await sqlPool().query(
    `select from sessions s join members m on m.user_id = s.user_id and m.workspace_id = $2 and m.removed_at is null
      where s.public_id = $1 and s.expires_at > now()`,
    [sessionId, workspaceId],
  );
  return rowCount === 1;
}
