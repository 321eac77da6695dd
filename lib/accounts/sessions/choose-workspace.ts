import "server-only";
import { db } from "@/lib/db/client";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";

type Choice = { readonly userId: string; readonly sessionId: string; readonly workspaceId: string };

/** Opens another workspace in this session. Only for its members; for everyone else it does not exist. */
export async function chooseWorkspace(choice: Choice): Promise<Outcome<null, "not_found">> {
  const { userId, sessionId, workspaceId } = choice;
  const membership = await db().member.findFirst({
    where: { userId, workspaceId, removedAt: null, workspace: { deletedAt: null } },
    select: { role: true },
  });
  if (!membership) return fail("not_found");
  await db().session.updateMany({
    where: { userId, publicId: sessionId },
    data: { claims: { workspaceId } },
  });
  return ok(null);
}
