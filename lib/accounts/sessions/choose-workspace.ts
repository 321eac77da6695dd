import "server-only";
import { db } from "@/lib/db/client";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";

type Choice = { readonly userId: string; readonly sessionId: string; readonly workspaceId: string };

/**
 * Opens another workspace in this session. Only for its members; for everyone else it does not exist. Membership and
 * session are in one statement, so that a workspace that was just left is not opened.
 */
export async function chooseWorkspace(choice: Choice): Promise<Outcome<null, "not_found">> {
  const { userId, sessionId, workspaceId } = choice;
  const membership = { workspaceId, removedAt: null, workspace: { deletedAt: null } };
  const { count } = await db().session.updateMany({
    where: { userId, publicId: sessionId, user: { members: { some: membership } } },
    data: { claims: { workspaceId } },
  });
  return count === 1 ? ok(null) : fail("not_found");
}
