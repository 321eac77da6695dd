import { SupportLine } from "@/app/_components/contact";
import { CircleAlert } from "lucide-react";
import { CopyValue } from "@/components/ui/actions/copy-value";
import { LinkButton } from "@/components/ui/actions/link-button";
import { Banner } from "@/components/ui/feedback/banner";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { PaymentCheck } from "@/lib/billing/check-payment";
import type { PurchaseView } from "@/lib/billing/list-purchases";
import { mayPayAgain } from "@/lib/billing/rules/failure-sentence";
import type { PurchaseLabel } from "@/lib/billing/rules/purchase-label";
import { dollarsText } from "@/lib/kernel/money";
import { addCreditsHref } from "@/lib/kernel/paths";
import { FailureReason } from "./failure-reason";
import { PurchaseProgress } from "./purchase-progress";

type PurchaseNoticesProps = {
  /** The purchase whose hosted page the user returned from. */
  readonly returned: PurchaseView | null;
  /** Whether it was paid, if its state does not say. */
  readonly payment: PaymentCheck | null;
  readonly unsettled: readonly PurchaseView[];
};

/** Notices at the top of the page: pending credits, declined cards and failed payments, each with one action. */
export function PurchaseNotices({ returned, payment, unsettled }: PurchaseNoticesProps) {
  // A declined attempt is a notice like any other, unless another card has paid since.
  const isNotice = returned?.label === "declined" && payment !== "made" && unsettled.some(sameAs(returned));
  const isShown = returned !== null && !isNotice;
  const others = isShown ? unsettled.filter((one) => !sameAs(returned)(one)) : unsettled;
  if (!isShown && others.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {isShown ? <Progress key={returned.id} purchase={returned} payment={payment} /> : null}
      {others.map((purchase) => (
        <Notice key={purchase.id} purchase={purchase} />
      ))}
    </div>
  );
}

function sameAs(purchase: PurchaseView) {
  return ({ id }: PurchaseView) => id === purchase.id;
}

async function Notice({ purchase }: { readonly purchase: PurchaseView }) {
  if (purchase.state === "pending") return <Progress purchase={purchase} />;
  const formats = await viewerFormats();
  const total = formats.dollars(purchase.totalNanos);
  const { label, failureCode, checkoutUrl } = purchase;
  return (
    <Banner
      tone="danger"
      icon={<CircleAlert aria-hidden />}
      title={`${titles[label] ?? "Payment failed"}: ${total}`}
      action={
        label === "declined" && checkoutUrl ? (
          <LinkButton href={checkoutUrl} external size="small">
            Try another card
          </LinkButton>
        ) : mayPayAgain(failureCode) ? (
          <LinkButton href={addCreditsHref(dollarsText(purchase.creditsNanos))} size="small">
            Try again
          </LinkButton>
        ) : null
      }
    >
      <FailureReason code={failureCode} />
      {mayPayAgain(failureCode) ? null : <PurchaseId id={purchase.id} />}
    </Banner>
  );
}

const titles: Partial<Record<PurchaseLabel, string>> = {
  declined: "Card declined",
  not_opened: "Payment page not opened",
  not_credited: "Payment not credited",
};

function PurchaseId({ id }: { readonly id: string }) {
  return (
    <p>
      Purchase ID: <CopyValue value={id} label="purchase ID" mono />
    </p>
  );
}

type ProgressProps = { readonly purchase: PurchaseView; readonly payment?: PaymentCheck | null };

async function Progress({ purchase, payment = null }: ProgressProps) {
  const formats = await viewerFormats();
  return (
    <PurchaseProgress
      purchaseId={purchase.id}
      credits={formats.dollars(purchase.creditsNanos)}
      retryHref={addCreditsHref(dollarsText(purchase.creditsNanos))}
      state={purchase.state}
      failureCode={purchase.failureCode}
      payment={payment}
      checkoutUrl={purchase.checkoutUrl}
      help={<SupportLine lead="If the credits aren't here within an hour," />}
    />
  );
}
