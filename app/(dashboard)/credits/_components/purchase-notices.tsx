import { CircleAlert, Clock, Undo2 } from "lucide-react";
import { TextLink } from "@/components/ui/actions/text-link";
import { Banner } from "@/components/ui/feedback/banner";
import { Moment } from "@/components/product/moment";
import type { PurchaseView } from "@/lib/billing/list-purchases";
import { failureSentence } from "@/lib/billing/rules/failure-sentence";
import { formatDollars } from "@/lib/kernel/money";
import { PurchaseProgress } from "./purchase-progress";

type PurchaseNoticesProps = {
  /** The purchase that the person comes back from. */
  readonly returned: PurchaseView | null;
  /** The purchase whose hosted page was left without paying. */
  readonly cancelled: PurchaseView | null;
  readonly unsettled: readonly PurchaseView[];
  readonly timeZone: string;
};

/** What stands out above everything: credits on their way, and payments that failed. */
export function PurchaseNotices({ returned, cancelled, unsettled, timeZone }: PurchaseNoticesProps) {
  return (
    <>
      {returned ? (
        <PurchaseProgress
          key={returned.id}
          purchaseId={returned.id}
          credits={formatDollars(returned.creditsNanos)}
          state={returned.state}
          failureCode={returned.failureCode}
        />
      ) : null}
      {cancelled?.state === "open" ? (
        <Banner
          tone="neutral"
          icon={<Undo2 aria-hidden />}
          title="You left the payment page. Nothing was charged"
          action={cancelled.checkoutUrl ? <TextLink href={cancelled.checkoutUrl} external>Back to the payment page</TextLink> : null}
        />
      ) : null}
      {unsettled
        .filter(({ id }) => id !== returned?.id)
        .map((purchase) => (
          <Notice key={purchase.id} purchase={purchase} timeZone={timeZone} />
        ))}
    </>
  );
}

function Notice({ purchase, timeZone }: { readonly purchase: PurchaseView; readonly timeZone: string }) {
  const credits = formatDollars(purchase.creditsNanos);
  if (purchase.state === "pending") {
    return (
      <Banner tone="held" icon={<Clock aria-hidden />} title={`Payment received, ${credits} in credits pending`}>
        Begun <Moment at={purchase.createdAt} zone={timeZone} />. Some methods take days to confirm.
      </Banner>
    );
  }
  return (
    <Banner tone="danger" icon={<CircleAlert aria-hidden />} title={`A payment for ${credits} in credits failed`}>
      {failureSentence(purchase.failureCode)}
    </Banner>
  );
}
