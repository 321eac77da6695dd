import "server-only";
import { uuidv7 } from "uuidv7";
import type { Tx } from "@/lib/db/client";
import { openWallet } from "@/lib/ledger/open-wallet";
import { isTimeZone } from "./rules/time-zone";

type PersonalWorkspace = { readonly userId: string; readonly timeZone?: string | undefined };

/** Creates a user's personal workspace with its owner and wallet, in the transaction that creates the user. */
export async function createPersonalWorkspace(tx: Tx, input: PersonalWorkspace): Promise<string> {
  const id = uuidv7();
  const timeZone = input.timeZone && isTimeZone(input.timeZone) ? input.timeZone : "UTC";
  await tx.workspace.create({
    data: { id, name: "Personal", personalUserId: input.userId, timeZone },
    select: { id: true },
  });
  await tx.member.create({
    data: { workspaceId: id, userId: input.userId, role: "owner" },
    select: { role: true },
  });
  await openWallet(tx, id);
  return id;
}
