import { CircleAlert } from "lucide-react";
import { LinkButton } from "@/components/ui/actions/link-button";
import { Banner } from "@/components/ui/feedback/banner";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { divideCeil, dollarsText, nanosPerDollar } from "@/lib/kernel/money";
import { addCreditsHref } from "@/lib/kernel/paths";
import type { Balance } from "@/lib/ledger/get-balance";

type NegativeBalanceProps = { readonly balance: Balance; readonly canBuy: boolean };

/** The form's usual amount. */
const usualNanos = 25n * nanosPerDollar;

/** What a balance below zero blocks, why it can be there, and what to do. */
export async function NegativeBalance({ balance: { balanceNanos }, canBuy }: NegativeBalanceProps) {
  if (balanceNanos >= 0n) return null;
  const formats = await viewerFormats();
  const owed = -balanceNanos;
  const needed = (divideCeil(owed, nanosPerDollar) + 1n) * nanosPerDollar;
  const amount = needed > usualNanos ? needed : usualNanos;
  return (
    <Banner
      tone="danger"
      icon={<CircleAlert aria-hidden />}
      title={`Your balance is below zero: ${formats.dollars(balanceNanos)}`}
      action={
        canBuy ? (
          <LinkButton href={addCreditsHref(dollarsText(amount))} size="small">
            Add credits
          </LinkButton>
        ) : undefined
      }
    >
      All requests are rejected with status 402, also those to free models.{" "}
      {canBuy ? "Add" : "Ask an owner or admin of the workspace to add"} more than {formats.dollars(owed)} to
      continue: new credits first cover what is missing. A refund, a dispute, or a request that cost more than
      was left can take a balance below zero.
    </Banner>
  );
}
