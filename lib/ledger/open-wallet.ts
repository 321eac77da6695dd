import "server-only";
import { uuidv7 } from "uuidv7";
import type { Tx } from "@/lib/db/client";

/** Creates a new workspace's wallet and the account behind it. Repeating the call changes nothing. */
export async function openWallet(tx: Tx, workspaceId: string): Promise<void> {
  await tx.wallet.createMany({ data: [{ workspaceId }], skipDuplicates: true });
  await tx.ledgerAccount.createMany({
    data: [{ id: uuidv7(), kind: "wallet", workspaceId }],
    skipDuplicates: true,
  });
}
