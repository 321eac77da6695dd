import { Pagination } from "@/components/ui/data/pagination";
import { SkeletonRegion, SkeletonTable } from "@/components/ui/feedback/skeleton";
import { Card } from "@/components/ui/layout/card";
import { Stack } from "@/components/ui/layout/stack";
import { Tabs } from "@/components/ui/layout/tabs";
import { listPurchases } from "@/lib/billing/list-purchases";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { listWalletTransfers } from "@/lib/ledger/list-wallet-transfers";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { TransactionTable } from "./transaction-table";
import { PurchaseTable } from "./purchase-table";

type HistoryProps = {
  readonly actor: Actor;
  readonly tab: "transactions" | "purchases";
  readonly cursor: string | null;
};

const rowsMax = 25;

const addresses = { transactions: paths.credits, purchases: `${paths.credits}?tab=purchases` } as const;

/** Transactions or purchases, paged by URL down to the first row. Only the shown list is read. */
export async function History({ actor, tab: asked, cursor }: HistoryProps) {
  const canBuy = isAdmin(actor);
  const tab = canBuy ? asked : "transactions";
  const [{ timeZone }, transactions, purchases] = await Promise.all([
    getWorkspace(actor),
    tab === "transactions" ? listWalletTransfers(actor, { cursor, limit: rowsMax }) : null,
    tab === "purchases" ? listPurchases(actor, { cursor, limit: rowsMax }) : null,
  ]);
  const nextCursor = (purchases ?? transactions)?.nextCursor;
  const tabs = [
    { label: "Transactions", href: addresses.transactions, current: tab === "transactions" },
    ...(canBuy
      ? [{ label: "Purchases and receipts", href: addresses.purchases, current: tab === "purchases" }]
      : []),
  ];
  return (
    <Stack>
      <Tabs label="History" tabs={tabs} />
      <Card padding="flush">
        {transactions ? <TransactionTable rows={transactions.rows} timeZone={timeZone} /> : null}
        {purchases ? <PurchaseTable rows={purchases.rows} timeZone={timeZone} /> : null}
        <Pagination
          label={tab}
          note={`Times in ${timeZone}`}
          firstHref={cursor === null ? null : addresses[tab]}
          nextHref={nextCursor ? `${paths.credits}?tab=${tab}&cursor=${nextCursor}` : null}
        />
      </Card>
    </Stack>
  );
}

export function HistorySkeleton() {
  return (
    <SkeletonRegion label="Loading history">
      <SkeletonTable rows={6} />
    </SkeletonRegion>
  );
}
