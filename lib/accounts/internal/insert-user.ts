import "server-only";
import { uuidv7 } from "uuidv7";
import type { Tx } from "@/lib/db/client";
import { createPersonalWorkspace } from "@/lib/workspaces/create-personal-workspace";

export type NewUser = {
  readonly email: string;
  readonly passwordHash: string | null;
  readonly name?: string | null;
  readonly timeZone?: string | undefined;
};

/** Inserts a user with the personal workspace, the membership and the wallet that every user has. */
export async function insertUser(tx: Tx, input: NewUser): Promise<{ userId: string; workspaceId: string }> {
  const userId = uuidv7();
  await tx.user.create({
    data: { id: userId, email: input.email, passwordHash: input.passwordHash, name: input.name || null },
    select: { id: true },
  });
  const workspaceId = await createPersonalWorkspace(tx, { userId, timeZone: input.timeZone });
  return { userId, workspaceId };
}
