import { Download } from "lucide-react";
import { RetryButton } from "@/components/product/retry-button";
import { LinkButton } from "@/components/ui/actions/link-button";
import { Pagination } from "@/components/ui/data/pagination";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { Stack } from "@/components/ui/layout/stack";
import { Tabs } from "@/components/ui/layout/tabs";
import { listTransactions } from "@/lib/activity/transactions/list-transactions";
import { isFiltered, type TransactionFilter } from "@/lib/activity/rules/transaction-filter";
import { listPurchases } from "@/lib/billing/list-purchases";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { paths } from "@/lib/kernel/paths";
import { lastVerified } from "@/lib/ledger/verifications/latest-verification";
import { listStatements } from "@/lib/statements/list-statements";
import { attempt } from "@/lib/web/attempt";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { PurchaseTable } from "./purchase-table";
import { StatementTable } from "./statement-table";
import { transactionsFileHref, transactionsHref } from "./transaction-query";
import { TransactionTable } from "./transaction-table";
import { TransactionToolbar } from "./transaction-toolbar";
import { VerifyBalance } from "./verify-balance";
import { capitalized } from "@/lib/kernel/capitalized";

type Tab = "transactions" | "purchases" | "statements";

type HistoryProps = {
  readonly actor: Actor;
  readonly tab: Tab;
  readonly filter: TransactionFilter;
  readonly cursor: string | null;
};

const rowsMax = 25;

const addresses: Readonly<Record<Tab, string>> = {
  transactions: paths.credits,
  purchases: `${paths.credits}?tab=purchases`,
  statements: `${paths.credits}?tab=statements`,
};

/** Transactions, purchases or statements; the lists are paged by URL down to the first row. Only the shown one is read. */
export async function History({ actor, tab: asked, filter, cursor }: HistoryProps) {
  const seesAll = isAdmin(actor);
  const tab = seesAll ? asked : "transactions";
  const read = await attempt(readTab(actor, { tab, filter, cursor }));
  const tabs = (["transactions", "purchases", "statements"] as const)
    .filter((name) => seesAll || name === "transactions")
    .map((name) => ({
      label: capitalized(name),
      href: addresses[name],
      current: tab === name,
    }));
  const transactions = read.ok ? read.value.transactions : null;
  return (
    <Stack gap="tight">
      <div className="flex items-end justify-between gap-4 border-b border-line">
        <div className="-mb-px min-w-0">
          <Tabs label="History" tabs={tabs} />
        </div>
        {transactions && transactions.rows.length > 0 ? (
          <div className="pb-1">
            <LinkButton
              href={transactionsFileHref(filter)}
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
      {transactions && (transactions.rows.length > 0 || isFiltered(filter)) ? (
        <TransactionToolbar filter={filter} />
      ) : null}
      {read.ok ? (
        <Shown {...read.value} seesAll={seesAll} filter={filter} cursor={cursor} />
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

async function readTab(actor: Actor, { tab, filter, cursor }: Omit<HistoryProps, "actor">) {
  const [{ timeZone }, transactions, purchases, statements, verified] = await Promise.all([
    getWorkspace(actor),
    tab === "transactions" ? listTransactions(actor, { cursor, limit: rowsMax, filter }) : null,
    tab === "purchases" ? listPurchases(actor, { cursor, limit: rowsMax }) : null,
    tab === "statements" ? listStatements(actor) : null,
    tab === "transactions" ? lastVerified() : null,
  ]);
  return { timeZone, transactions, purchases, statements, verified };
}

type ShownProps = Awaited<ReturnType<typeof readTab>> &
  Pick<HistoryProps, "filter" | "cursor"> & { readonly seesAll: boolean };

function Shown(props: ShownProps) {
  const { timeZone, transactions, purchases, statements, verified, filter, cursor, seesAll } = props;
  if (statements) {
    return (
      <div>
        <StatementTable months={statements} />
        <Pagination label="statements" note={`Months in ${timeZone}`} />
      </div>
    );
  }
  const list = purchases ?? transactions;
  const nextCursor = list?.nextCursor ?? null;
  const href = (next: string | null) => {
    if (transactions) return transactionsHref(filter, next);
    return next === null ? addresses.purchases : `${addresses.purchases}&cursor=${next}`;
  };
  return (
    <div>
      {transactions ? <TransactionTable page={transactions} filter={filter} seesAll={seesAll} /> : null}
      {purchases ? <PurchaseTable rows={purchases.rows} timeZone={timeZone} /> : null}
      <Pagination
        label={transactions ? "transactions" : "purchases"}
        {...(list && list.rows.length > 0 && { note: `Times in ${timeZone}` })}
        firstHref={cursor === null ? null : href(null)}
        nextHref={nextCursor === null ? null : href(nextCursor)}
      />
      {transactions && transactions.rows.length > 0 ? (
        <VerifyBalance verified={verified} timeZone={timeZone} />
      ) : null}
    </div>
  );
}
