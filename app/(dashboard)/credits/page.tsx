import type { Metadata } from "next";
import { SupportLine } from "@/app/_components/contact";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { getMonthSpend } from "@/lib/activity/get-month-spend";
import { requireActor } from "@/lib/auth/require-actor";
import { checkPayment } from "@/lib/billing/check-payment";
import { findPurchase } from "@/lib/billing/find-purchase";
import { listUnsettledPurchases } from "@/lib/billing/list-unsettled-purchases";
import { creditsSearchSchema } from "@/lib/billing/rules/credits-search";
import { isAdmin } from "@/lib/kernel/actor";
import type { SearchParams } from "@/lib/kernel/search";
import { getBalance } from "@/lib/ledger/get-balance";
import { AddCredits } from "./_components/add-credits";
import { AddCreditsLink } from "./_components/add-credits-link";
import { AutoTopUp } from "./_components/auto-top-up";
import { BalanceHistory } from "./_components/balance-history";
import { BillingSettings } from "./_components/billing-settings";
import { BalanceStrip } from "./_components/balance-strip";
import { ExpiringCredits } from "./_components/expiring-credits";
import { History } from "./_components/history";
import { PurchaseNotices } from "./_components/purchase-notices";
import { SpendAlerts } from "./_components/spend-alerts";

export const metadata: Metadata = { title: "Credits" };

export default async function CreditsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const search = creditsSearchSchema.parse(await searchParams);
  const { tab, kind, q, cursor = null, add, purchase, cancelled } = search;
  const canBuy = isAdmin(actor);
  // Both return URLs of the hosted page only name the purchase. Whether it was paid has to come from Stripe.
  const [balance, spend, unsettled, returned, payment] = await Promise.all([
    getBalance(actor.workspaceId),
    getMonthSpend(actor),
    listUnsettledPurchases(actor),
    findPurchase(actor, purchase ?? cancelled),
    checkPayment(actor, purchase ?? cancelled),
  ]);
  return (
    <Stack gap="roomy">
      <PageHeader title="Credits" action={canBuy ? <AddCreditsLink /> : undefined} />
      <PurchaseNotices returned={returned} payment={payment} unsettled={unsettled} />
      <ExpiringCredits actor={actor} />
      <BalanceStrip balance={balance} spend={spend} canBuy={canBuy} />
      <BalanceHistory actor={actor} />
      <AutoTopUp actor={actor} isOpen={search.auto === "setup"} returned={search.card} />
      <History actor={actor} tab={tab} filter={{ kind, search: q }} cursor={cursor} />
      <SpendAlerts actor={actor} />
      <BillingSettings actor={actor} />
      <SupportLine isMuted lead="Questions about a charge:" />
      {add && canBuy ? <AddCredits key={add} actor={actor} amount={add} /> : null}
    </Stack>
  );
}
