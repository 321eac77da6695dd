import "server-only";
import { transaction } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";
import { readPostings } from "./internal/read-postings";
import { type CreditLot, creditLots } from "./rules/credit-lots";

/** What is left of each purchase, grant and other credit of a workspace, oldest first. */
export async function listCreditLots(workspaceId: string): Promise<readonly CreditLot[]> {
  return transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ debited: Nanos }[]>`
      select debited_nanos as debited from wallets where workspace_id = ${workspaceId}::uuid`;
    return creditLots(await readPostings(tx, workspaceId), present(rows[0], "wallet").debited);
  });
}
