import { ArrowLeftRight } from "lucide-react";
import { type Column, DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import type { WalletTransfer } from "@/lib/ledger/list-wallet-transfers";
import { transferLabel } from "@/lib/ledger/rules/transfer-label";

/** Everything that changed the balance, to the nano-dollar. */
export function TransactionTable({
  rows,
  timeZone,
}: {
  readonly rows: readonly WalletTransfer[];
  readonly timeZone: string;
}) {
  const columns: readonly Column<WalletTransfer>[] = [
    {
      id: "time",
      header: "Time",
      cell: ({ createdAt }) => <Moment at={createdAt} zone={timeZone} />,
      rowHeader: true,
    },
    { id: "what", header: "Transaction", cell: ({ code }) => transferLabel(code) },
    {
      id: "reason",
      header: "Reason",
      cell: ({ reason }) => <span className="text-ink-muted break-id">{reason ?? "–"}</span>,
    },
    {
      id: "amount",
      header: "Amount",
      numeric: true,
      cell: ({ amountNanos }) => <Money nanos={amountNanos} exact signed />,
    },
  ];
  const empty = (
    <EmptyState icon={<ArrowLeftRight aria-hidden />} title="No transactions yet">
      Credits you add and requests you make appear here with exact amounts.
    </EmptyState>
  );
  return (
    <DataTable
      caption={`Transactions, newest first, times in ${timeZone}`}
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
      empty={empty}
    />
  );
}
