import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { OperatorProblem } from "@/lib/kernel/operator-problem";

/** Finds a workspace by its id, or a personal one by its owner's email address. The actor is its owner. */
export async function findWorkspace(name: string): Promise<Actor> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);
  const user = isId
    ? null
    : await db().user.findUnique({ where: { email: name.trim().toLowerCase() }, select: { id: true } });
  if (!isId && !user) throw new OperatorProblem(`There is no account with the address ${name}.`);
  const workspace = await db().workspace.findFirst({
    where: { deletedAt: null, ...(user ? { personalUserId: user.id } : { id: name }) },
    select: {
      id: true,
      members: { where: { role: "owner", removedAt: null }, select: { userId: true }, take: 1 },
    },
  });
  const owner = workspace?.members[0];
  if (!workspace || !owner) throw new OperatorProblem(`There is no workspace ${name}.`);
  return { workspaceId: workspace.id, userId: owner.userId, role: "owner" };
}
