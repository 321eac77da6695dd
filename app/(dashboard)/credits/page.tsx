import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/actions/link-button";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { getMonthSpend } from "@/lib/activity/get-month-spend";
import { requireActor } from "@/lib/auth/require-actor";
import { checkPayment } from "@/lib/billing/check-payment";
import { feeTerms } from "@/lib/billing/fee-terms";
import { findPurchase } from "@/lib/billing/find-purchase";
import { listUnsettledPurchases } from "@/lib/billing/list-unsettled-purchases";
import { creditsSearchSchema } from "@/lib/billing/rules/credits-search";
import { env } from "@/lib/config/env";
import { isAdmin } from "@/lib/kernel/actor";
import { addCreditsHref } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { getBalance } from "@/lib/ledger/get-balance";
import { AddCreditsSheet } from "./_components/add-credits-sheet";
import { BalanceHistory } from "./_components/balance-history";
import { BalanceStrip } from "./_components/balance-strip";
import { History } from "./_components/history";
import { PurchaseNotices } from "./_components/purchase-notices";

export const metadata: Metadata = { title: "Credits" };

export default async function CreditsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const actor = await requireActor();
  const { tab, cursor = null, add, purchase, cancelled } = creditsSearchSchema.parse(await searchParams);
  const canBuy = isAdmin(actor);
  // Both return URLs of the hosted page only name the purchase. Whether it was paid has to come from Stripe.
  const [balance, spend, unsettled, returned, payment] = await Promise.all([
    getBalance(actor.workspaceId),
    getMonthSpend(actor),
    listUnsettledPurchases(actor),
    findPurchase(actor, purchase ?? cancelled),
    checkPayment(actor, purchase ?? cancelled),
  ]);
  const action = canBuy ? (
    <LinkButton variant="primary" href={addCreditsHref()} icon={<Plus aria-hidden />}>
      Add credits
    </LinkButton>
  ) : undefined;
  return (
    <Stack gap="roomy">
      <PageHeader title="Credits" action={action} />
      <PurchaseNotices returned={returned} payment={payment} unsettled={unsettled} />
      <BalanceStrip balance={balance} spend={spend} />
      <BalanceHistory actor={actor} />
      <History actor={actor} tab={tab} cursor={cursor} />
      {add && canBuy ? (
        <AddCreditsSheet key={add} terms={feeTerms()} amount={add} sandbox={env().sandbox.stripe} />
      ) : null}
    </Stack>
  );
}
