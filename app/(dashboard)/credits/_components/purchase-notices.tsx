import { CircleAlert } from "lucide-react";
import { Banner } from "@/components/ui/feedback/banner";
import type { PaymentCheck } from "@/lib/billing/check-payment";
import type { PurchaseView } from "@/lib/billing/list-purchases";
import { failureSentence } from "@/lib/billing/rules/failure-sentence";
import { formatDollars } from "@/lib/kernel/money";
import { PurchaseProgress } from "./purchase-progress";

type PurchaseNoticesProps = {
  /** The purchase whose hosted page the user returned from. */
  readonly returned: PurchaseView | null;
  /** Whether it was paid, if its state does not say. */
  readonly payment: PaymentCheck | null;
  readonly unsettled: readonly PurchaseView[];
};

/** Notices at the top of the page: pending credits and failed payments. */
export function PurchaseNotices({ returned, payment, unsettled }: PurchaseNoticesProps) {
  return (
    <>
      {returned ? <Progress key={returned.id} purchase={returned} payment={payment} /> : null}
      {unsettled
        .filter(({ id }) => id !== returned?.id)
        .map((purchase) => (
          <Notice key={purchase.id} purchase={purchase} />
        ))}
    </>
  );
}

function Notice({ purchase }: { readonly purchase: PurchaseView }) {
  if (purchase.state === "pending") return <Progress purchase={purchase} />;
  return (
    <Banner
      tone="danger"
      icon={<CircleAlert aria-hidden />}
      title={`A payment for ${formatDollars(purchase.creditsNanos)} in credits failed`}
    >
      {failureSentence(purchase.failureCode)}
    </Banner>
  );
}

type ProgressProps = { readonly purchase: PurchaseView; readonly payment?: PaymentCheck | null };

function Progress({ purchase, payment = null }: ProgressProps) {
  return (
    <PurchaseProgress
      purchaseId={purchase.id}
      credits={formatDollars(purchase.creditsNanos)}
      state={purchase.state}
      failureCode={purchase.failureCode}
      payment={payment}
      checkoutUrl={purchase.checkoutUrl}
    />
  );
}
