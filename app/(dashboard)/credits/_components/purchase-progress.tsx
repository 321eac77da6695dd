"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, Clock } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { TextLink } from "@/components/ui/actions/text-link";
import { Banner } from "@/components/ui/feedback/banner";
import { mayPayAgain } from "@/lib/billing/rules/failure-sentence";
import { isUnsettled, type PurchaseState } from "@/lib/billing/rules/purchase-state";
import { paths } from "@/lib/kernel/paths";
import { FailureReason } from "./failure-reason";

type Progress = { readonly state: PurchaseState; readonly failureCode: string | null };

type PurchaseProgressProps = Progress & {
  readonly purchaseId: string;
  /** "$10.00" */
  readonly credits: string;
  /** Starts a purchase of the same credits. */
  readonly retryHref: string;
  /** Whether Stripe had received payment for an open purchase when the page was rendered. */
  readonly payment: "made" | "missing" | "unknown" | null;
  /** The hosted page, while it can still be paid on. */
  readonly checkoutUrl: string | null;
  /** Whom to ask when credits that were paid for don't arrive. */
  readonly help: ReactNode;
};

/**
 * Polls quickly at first, then slowly: credits arrive within seconds, or within minutes if a poller has to find them.
 */
const quickPolls = 40;

async function readProgress(purchaseId: string): Promise<Progress> {
  const response = await fetch(`/api/dashboard/purchases/${encodeURIComponent(purchaseId)}`);
  if (!response.ok) throw new Error("couldn't check the purchase");
  return response.json();
}

/** Shown after the hosted page: says that credits are pending, and changes to "added" without a reload. */
export function PurchaseProgress(props: PurchaseProgressProps) {
  const { purchaseId, state, failureCode } = props;
  const router = useRouter();
  const { data } = useQuery({
    queryKey: ["purchase", purchaseId],
    queryFn: () => readProgress(purchaseId),
    initialData: { state, failureCode },
    refetchInterval: ({ state: query }) => {
      if (query.data && !isUnsettled(query.data.state)) return false;
      return query.dataUpdateCount + query.errorUpdateCount < quickPolls ? 1_500 : 10_000;
    },
  });
  // Balance, header chip and lists are rendered by the server; refresh them once when the state changes.
  const hasMoved = data.state !== state;
  useEffect(() => {
    if (hasMoved) router.refresh();
  }, [hasMoved, router]);

  return (
    <div role="status">
      <ProgressBanner {...props} state={data.state} failureCode={data.failureCode} />
    </div>
  );
}

function ProgressBanner(props: PurchaseProgressProps) {
  const { credits, state, payment, checkoutUrl, help } = props;
  const close = <TextLink href={paths.credits}>Close</TextLink>;
  if (state === "credited") {
    return (
      <Banner
        tone="positive"
        icon={<CircleCheck aria-hidden />}
        title={`${credits} in credits added`}
        action={close}
      >
        You can use them now.
      </Banner>
    );
  }
  if (state === "failed" || state === "expired") return <Unpaid {...props} />;
  if (state === "open" && payment !== "made") {
    return (
      <Banner
        tone="neutral"
        icon={<Clock aria-hidden />}
        title={payment === "missing" ? "This purchase hasn't been paid yet" : "Waiting for payment"}
        action={
          checkoutUrl ? (
            <TextLink href={checkoutUrl} external>
              Back to the payment page
            </TextLink>
          ) : (
            close
          )
        }
      >
        {payment === "missing"
          ? `You haven't been charged. ${credits} will be added once you pay.`
          : `${credits} will be added as soon as the payment is confirmed.`}
      </Banner>
    );
  }
  if (state === "pending") {
    return (
      <Banner tone="held" icon={<Clock aria-hidden />} title="Payment processing" action={close}>
        {credits} will be added when your bank confirms the payment. With some payment methods this takes
        several days.
      </Banner>
    );
  }
  return (
    <Banner tone="held" icon={<Clock aria-hidden />} title="Payment received, credits pending">
      {credits} will be added as soon as the payment is confirmed: usually within seconds, sometimes up to an
      hour. You can leave this page.
      {help}
    </Banner>
  );
}

/** Nothing was added: the hosted page expired, or the payment failed. */
function Unpaid({ purchaseId, credits, state, failureCode, retryHref }: PurchaseProgressProps) {
  if (state === "expired") {
    return (
      <Banner
        tone="neutral"
        icon={<Clock aria-hidden />}
        title="The payment page has expired"
        action={<TextLink href={retryHref}>Start again</TextLink>}
      >
        You weren’t charged, and {credits} wasn’t added.
      </Banner>
    );
  }
  const canRetry = mayPayAgain(failureCode);
  return (
    <Banner
      tone="danger"
      icon={<CircleAlert aria-hidden />}
      title={canRetry ? "The payment failed" : "The payment wasn’t credited"}
      action={canRetry ? <TextLink href={retryHref}>Try again</TextLink> : null}
    >
      <FailureReason code={failureCode} />
      {canRetry ? null : <p className="break-id">Purchase ID: {purchaseId}</p>}
    </Banner>
  );
}
