import type { Metadata } from "next";
import { Card } from "@/components/ui/layout/card";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Columns, Stack } from "@/components/ui/layout/stack";
import { getMonthSpend } from "@/lib/activity/get-month-spend";
import { requireActor } from "@/lib/auth/require-actor";
import { checkPayment } from "@/lib/billing/check-payment";
import { feeTerms } from "@/lib/billing/fee-terms";
import { findPurchase } from "@/lib/billing/find-purchase";
import { listPurchases } from "@/lib/billing/list-purchases";
import { listUnsettledPurchases } from "@/lib/billing/list-unsettled-purchases";
import { creditsSearchSchema } from "@/lib/billing/rules/credits-search";
import { env } from "@/lib/config/env";
import { isAdmin } from "@/lib/kernel/actor";
import type { SearchParams } from "@/lib/kernel/search";
import { getBalance } from "@/lib/ledger/get-balance";
import { listMovements } from "@/lib/ledger/list-movements";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { AddCredits } from "./_components/add-credits";
import { BalanceCard } from "./_components/balance-card";
import { History } from "./_components/history";
import { PurchaseNotices } from "./_components/purchase-notices";

export const metadata: Metadata = { title: "Credits" };

export default async function CreditsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const query = creditsSearchSchema.parse(await searchParams);
  const canBuy = isAdmin(actor);
  const showsPurchases = canBuy && query.tab === "purchases";
  const cursor = query.cursor ?? null;
  // Both of the hosted page's exits say only which purchase it was: whether it was paid is Stripe's to say.
  const returnedFrom = query.purchase ?? query.cancelled;
  const [workspace, balance, spend, unsettled, returned, payment, movements, purchases] = await Promise.all([
    getWorkspace(actor),
    getBalance(actor.workspaceId),
    getMonthSpend(actor),
    listUnsettledPurchases(actor),
    findPurchase(actor, returnedFrom),
    checkPayment(actor, returnedFrom),
    showsPurchases ? null : listMovements(actor, { cursor, limit: 25 }),
    showsPurchases ? listPurchases(actor, { cursor, limit: 25 }) : null,
  ]);
  const { timeZone } = workspace;
  return (
    <Stack gap="roomy">
      <PageHeader title="Credits" sentence="Balance, spending, and transactions." />
      <PurchaseNotices returned={returned} payment={payment} unsettled={unsettled} />
      <Columns of="sidebar">
        <BalanceCard balance={balance} spend={spend} />
        {canBuy ? (
          <AddCredits terms={feeTerms()} amount={query.amount} sandbox={env().sandbox.stripe} />
        ) : (
          <Card
            title="Add credits"
            description="Only owners and admins can buy credits. Ask one of them when you run low."
          />
        )}
      </Columns>
      <History
        movements={movements}
        purchases={purchases}
        canBuy={canBuy}
        isFirstPage={cursor === null}
        timeZone={timeZone}
      />
    </Stack>
  );
}
