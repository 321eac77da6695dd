import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { TextLink } from "@/components/ui/actions/text-link";
import { Stack } from "@/components/ui/layout/stack";
import { findTransactionNumber } from "@/lib/activity/transactions/find-transaction-number";
import { requireActor } from "@/lib/auth/require-actor";
import { findPurchase } from "@/lib/billing/find-purchase";
import { listReversals } from "@/lib/billing/list-reversals";
import { paths } from "@/lib/kernel/paths";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { Receipt } from "./_components/receipt";

export const metadata: Metadata = { title: "Receipt" };

export default async function ReceiptPage({ params }: { readonly params: Promise<{ readonly id: string }> }) {
  const actor = await requireActor();
  const { id } = await params;
  const purchase = await findPurchase(actor, id);
  // Nothing was paid before the credits arrived.
  if (!purchase?.creditedAt) notFound();
  const [workspace, number, reversals] = await Promise.all([
    getWorkspace(actor),
    findTransactionNumber(actor, purchase.id),
    listReversals(actor, purchase.id),
  ]);
  return (
    <Stack>
      <p>
        <TextLink href={`${paths.credits}?tab=purchases`} tone="quiet">
          All purchases
        </TextLink>
      </p>
      <Receipt
        purchase={purchase}
        reversals={reversals}
        paidAt={purchase.creditedAt}
        number={number}
        workspace={workspace.name}
        timeZone={workspace.timeZone}
      />
    </Stack>
  );
}
