import { Download } from "lucide-react";
import { RetryButton } from "@/components/product/retry-button";
import { LinkButton } from "@/components/ui/actions/link-button";
import { Pagination } from "@/components/ui/data/pagination";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { Stack } from "@/components/ui/layout/stack";
import { Tabs } from "@/components/ui/layout/tabs";
import { listTransactions } from "@/lib/activity/list-transactions";
import { listPurchases } from "@/lib/billing/list-purchases";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { attempt } from "@/lib/web/attempt";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { PurchaseTable } from "./purchase-table";
import { TransactionTable } from "./transaction-table";

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
  const read = await attempt(readList(actor, tab, cursor));
  const tabs = [
    { label: "Transactions", href: addresses.transactions, current: tab === "transactions" },
    ...(canBuy ? [{ label: "Purchases", href: addresses.purchases, current: tab === "purchases" }] : []),
  ];
  return (
    <Stack gap="tight">
      <div className="flex items-end justify-between gap-4 border-b border-line">
        <div className="-mb-px min-w-0">
          <Tabs label="History" tabs={tabs} />
        </div>
        {read.ok && read.value.transactions && read.value.transactions.rows.length > 0 ? (
          <div className="pb-1">
            <LinkButton
              href="/api/dashboard/transactions/export"
              download
              size="small"
              variant="quiet"
              icon={<Download aria-hidden />}
            >
              CSV
            </LinkButton>
          </div>
        ) : null}
      </div>
      {read.ok ? (
        <List {...read.value} seesAll={canBuy} tab={tab} cursor={cursor} />
      ) : (
        <FailedState
          title={`The ${tab} couldn't be loaded`}
          requestId={read.requestId}
          retry={<RetryButton />}
        />
      )}
    </Stack>
  );
}

async function readList(actor: Actor, tab: HistoryProps["tab"], cursor: string | null) {
  const [{ timeZone }, transactions, purchases] = await Promise.all([
    getWorkspace(actor),
    tab === "transactions" ? listTransactions(actor, { cursor, limit: rowsMax }) : null,
    tab === "purchases" ? listPurchases(actor, { cursor, limit: rowsMax }) : null,
  ]);
  return { timeZone, transactions, purchases };
}

type ListProps = Awaited<ReturnType<typeof readList>> &
  Pick<HistoryProps, "tab" | "cursor"> & {
    readonly seesAll: boolean;
  };

function List({ timeZone, transactions, purchases, tab, cursor, seesAll }: ListProps) {
  const nextCursor = (purchases ?? transactions)?.nextCursor;
  return (
    <div>
      {transactions ? <TransactionTable page={transactions} seesAll={seesAll} /> : null}
      {purchases ? <PurchaseTable rows={purchases.rows} timeZone={timeZone} /> : null}
      <Pagination
        label={tab}
        note={`Times in ${timeZone}`}
        firstHref={cursor === null ? null : addresses[tab]}
        nextHref={nextCursor ? `${paths.credits}?tab=${tab}&cursor=${nextCursor}` : null}
      />
    </div>
  );
}
