import type { Metadata } from "next";
import { Suspense } from "react";
import { Card } from "@/components/ui/layout/card";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Columns, Stack } from "@/components/ui/layout/stack";
import { getMonthSpend } from "@/lib/activity/get-month-spend";
import { requireActor } from "@/lib/auth/require-actor";
import { checkPayment } from "@/lib/billing/check-payment";
import { feeTerms } from "@/lib/billing/fee-terms";
import { findPurchase } from "@/lib/billing/find-purchase";
import { listUnsettledPurchases } from "@/lib/billing/list-unsettled-purchases";
import { creditsSearchSchema } from "@/lib/billing/rules/credits-search";
import { env } from "@/lib/config/env";
import { isAdmin } from "@/lib/kernel/actor";
import type { SearchParams } from "@/lib/kernel/search";
import { getBalance } from "@/lib/ledger/get-balance";
import { AddCredits } from "./_components/add-credits";
import { BalanceCard } from "./_components/balance-card";
import { History, HistorySkeleton } from "./_components/history";
import { PurchaseNotices } from "./_components/purchase-notices";

export const metadata: Metadata = { title: "Credits" };

export default async function CreditsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const query = creditsSearchSchema.parse(await searchParams);
  const canBuy = isAdmin(actor);
  // Both return URLs of the hosted page only name the purchase. Whether it was paid has to come from Stripe.
  const returnedFrom = query.purchase ?? query.cancelled;
  const [balance, spend, unsettled, returned, payment] = await Promise.all([
    getBalance(actor.workspaceId),
    getMonthSpend(actor),
    listUnsettledPurchases(actor),
    findPurchase(actor, returnedFrom),
    checkPayment(actor, returnedFrom),
  ]);
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
      <Suspense fallback={<HistorySkeleton />}>
        <History actor={actor} tab={query.tab} cursor={query.cursor ?? null} />
      </Suspense>
    </Stack>
  );
}
