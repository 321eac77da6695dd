import { Pagination } from "@/components/ui/data/pagination";
import { Card } from "@/components/ui/layout/card";
import { Stack } from "@/components/ui/layout/stack";
import { Tabs } from "@/components/ui/layout/tabs";
import type { PurchaseView } from "@/lib/billing/list-purchases";
import type { Page } from "@/lib/kernel/page";
import { paths } from "@/lib/kernel/paths";
import type { Movement } from "@/lib/ledger/list-movements";
import { MovementTable } from "./movement-table";
import { PurchaseTable } from "./purchase-table";

type HistoryProps = {
  /** The one that is shown; the other is not read. */
  readonly movements: Page<Movement> | null;
  readonly purchases: Page<PurchaseView> | null;
  readonly canBuy: boolean;
  readonly isFirstPage: boolean;
  readonly timeZone: string;
};

const addresses = { movements: paths.credits, purchases: `${paths.credits}?tab=purchases` } as const;

/** Movements and purchases, each page of them an address, down to the first row. */
export function History({ movements, purchases, canBuy, isFirstPage, timeZone }: HistoryProps) {
  const tab = purchases ? "purchases" : "movements";
  const nextCursor = (purchases ?? movements)?.nextCursor;
  const tabs = [
    { label: "Transactions", href: addresses.movements, current: tab === "movements" },
    ...(canBuy
      ? [{ label: "Purchases and receipts", href: addresses.purchases, current: tab === "purchases" }]
      : []),
  ];
  return (
    <Stack>
      <Tabs label="History" tabs={tabs} />
      <Card padding="flush">
        {movements ? <MovementTable rows={movements.rows} timeZone={timeZone} /> : null}
        {purchases ? <PurchaseTable rows={purchases.rows} timeZone={timeZone} /> : null}
        <Pagination
          label={tab}
          note={`Times in ${timeZone}`}
          firstHref={isFirstPage ? null : addresses[tab]}
          nextHref={nextCursor ? `${paths.credits}?tab=${tab}&cursor=${nextCursor}` : null}
        />
      </Card>
    </Stack>
  );
}
