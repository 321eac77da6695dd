import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { transaction } from "@/lib/db/client";
import type { Actor, Role } from "@/lib/kernel/actor";
import type { Nanos } from "@/lib/kernel/money";
import { openWallet } from "@/lib/ledger/open-wallet";
import { postTransfer } from "@/lib/ledger/post-transfer";

export type MadeWorkspace = {
  readonly userId: string;
  readonly workspaceId: string;
  readonly email: string;
  readonly actor: Actor;
};

/** A user with a verified address, a workspace and its wallet, optionally with credits. */
export async function createWorkspace(
  options: { readonly credits?: Nanos; readonly role?: Role; readonly timeZone?: string } = {},
): Promise<MadeWorkspace> {
  const [userId, workspaceId] = [uuidv7(), uuidv7()];
  const email = `${randomBytes(8).toString("hex")}@example.test`;
  const role = options.role ?? "owner";
  await transaction(async (tx) => {
    await tx.user.create({ data: { id: userId, email, name: "Test Person", emailVerifiedAt: new Date() } });
    await tx.workspace.create({
      data: {
        id: workspaceId,
        name: "Test workspace",
        personalUserId: userId,
        timeZone: options.timeZone ?? "UTC",
      },
    });
    await tx.member.create({ data: { workspaceId, userId, role } });
    await openWallet(tx, workspaceId);
    if (!options.credits) return;
    await postTransfer(tx, {
      workspaceId,
      from: "promotions",
      to: "wallet",
      amountNanos: options.credits,
      code: "grant",
      idempotencyKey: "factory",
    });
  });
  return { userId, workspaceId, email, actor: { userId, workspaceId, role } };
}
