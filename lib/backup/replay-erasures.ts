import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { eraseAgain } from "@/lib/accounts/delete-account";
import { errorFacts } from "@/lib/config/log";
import { db } from "@/lib/db/client";
import { eraseWorkspaces } from "@/lib/privacy/erase-workspaces";

export type ReplayedErasures = {
  readonly erased: number;
  /** Not in this database, or already erased in it. */
  readonly unknown: number;
  /** Accounts that could not be erased, and why. */
  readonly failed: readonly { readonly userId: string; readonly reason: string }[];
};

/** Erases accounts again that were erased after the restored backup was written, with the data of their workspaces. */
export async function replayErasures(userIds: readonly string[]): Promise<ReplayedErasures> {
  let erased = 0;
  let unknown = 0;
  const failed: { userId: string; reason: string }[] = [];
  for (const userId of userIds) {
    try {
      if (await eraseAgain(userId)) erased += 1;
      else unknown += 1;
    } catch (error) {
      failed.push({ userId, reason: reasonOf(error) });
    }
  }
  await eraseWorkspaces();
  return { erased, unknown, failed };
}

/** Without the message of a driver, which can quote a row. */
function reasonOf(error: unknown): string {
  if (error instanceof OperatorProblem) return error.message;
  const { kind, code } = errorFacts(error);
  return [kind, code].filter(Boolean).join(", ");
}

/** Ids of all accounts that were erased here, oldest first: no data of the users themselves. */
export async function listErased(): Promise<readonly string[]> {
  const users = await db().user.findMany({
    where: { deletedAt: { not: null } },
    orderBy: { deletedAt: "asc" },
    select: { id: true },
  });
  return users.map(({ id }) => id);
}
