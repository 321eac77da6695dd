import type { Metadata } from "next";
import { z } from "zod";
import { requireOperator } from "@/lib/auth/require-actor";
import type { SearchParams } from "@/lib/kernel/search";
import { Accounts } from "./_components/accounts";
import { OperatorPage } from "./_components/operator-page";

export const metadata: Metadata = { title: "Operator" };

const query = z.object({
  // A longer text is cut, and still too long for the search, which says so.
  search: z
    .string()
    .transform((text) => text.slice(0, 400))
    .catch(""),
  deleted: z.literal("on").optional().catch(undefined),
  cursor: z.uuid().optional().catch(undefined),
  account: z.uuid().optional().catch(undefined),
});

/** Access is decided before the first byte is sent, since the status (404 for everyone else) goes with it. */
export default async function AccountsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const operator = await requireOperator();
  const { account, ...list } = query.parse(await searchParams);
  return (
    <OperatorPage tab="accounts" contentKey={JSON.stringify(list)}>
      <Accounts {...list} account={account} operator={operator} />
    </OperatorPage>
  );
}
