import { CircleAlert, Clock } from "lucide-react";
import { LinkButton } from "@/components/ui/actions/link-button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { Banner } from "@/components/ui/feedback/banner";
import { ActionForm } from "@/components/ui/forms/action-form";
import type { AutoTopUpView } from "@/lib/billing/auto-top-up/get-auto-top-up";
import { cardLabel } from "@/lib/billing/rules/auto-top-up/card-label";
import type { PauseReason } from "@/lib/billing/rules/auto-top-up/declines";
import type { Formats } from "@/lib/kernel/format";
import { dollarsText } from "@/lib/kernel/money";
import { autoTopUpHref } from "@/lib/kernel/paths";
import { buyCredits, resumeAutoTopUpAction } from "../actions";

type NoticeProps = { readonly view: AutoTopUpView; readonly timeZone: string; readonly formats: Formats };

/** What needs attention: why it is paused and what to do, a decline, the limit, a card that expires. */
export function AutoTopUpNotice({ view, timeZone, formats }: NoticeProps) {
  const { state, card } = view;
  if (state.kind === "paused") return <Paused view={view} reason={state.reason} formats={formats} />;
  if (state.kind === "waiting") {
    return (
      <Banner tone="warning" icon={<CircleAlert aria-hidden />} title="The last charge was declined">
        The next try is at {formats.shortMoment(state.until, timeZone)}. After three declines in a row, auto
        top-up pauses.
      </Banner>
    );
  }
  if (state.kind === "limit_reached") {
    return (
      <Banner
        tone="warning"
        icon={<CircleAlert aria-hidden />}
        title="Another charge would pass the monthly limit"
      >
        It continues on {formats.day(view.limitResetsAt, "UTC")} (UTC), or when you raise the limit.
      </Banner>
    );
  }
  if (state.kind === "charging") {
    return (
      <Banner tone="held" icon={<Clock aria-hidden />} title="Charging the saved card">
        {state.isOn
          ? "The credits are added as soon as the payment is confirmed, usually within seconds."
          : "Auto top-up is off. This charge began before that; none follows it."}
      </Banner>
    );
  }
  if (state.kind === "on" && card && card.expiry !== "valid") {
    return (
      <Banner
        tone="warning"
        icon={<CircleAlert aria-hidden />}
        title={`${cardLabel(card)} ${card.expiry === "expired" ? "has expired" : "expires soon"}`}
        action={<ChangeCard />}
      >
        It is valid until the end of {`${card.expMonth}`.padStart(2, "0")}/{card.expYear}.
      </Banner>
    );
  }
  return null;
}

function ChangeCard() {
  return (
    <LinkButton href={autoTopUpHref} size="small" keepScroll>
      Change card
    </LinkButton>
  );
}

type PausedProps = {
  readonly view: AutoTopUpView;
  readonly reason: PauseReason;
  readonly formats: Formats;
};

function Paused({ view: { terms, totalNanos }, reason, formats }: PausedProps) {
  const { title, text, todo } = reasons[reason];
  return (
    <Banner
      tone="danger"
      icon={<CircleAlert aria-hidden />}
      title={title}
      action={
        <div className="flex flex-wrap gap-2">
          {todo.includes("pay") && terms ? (
            <ActionForm
              action={buyCredits}
              fields={{ amount: dollarsText(terms.creditsNanos) }}
              label="Pay for the credits"
              layout="row"
            >
              <SubmitButton size="small">Pay {formats.dollars(totalNanos)}</SubmitButton>
            </ActionForm>
          ) : null}
          {todo.includes("card") ? <ChangeCard /> : null}
          {todo.includes("resume") ? (
            <ActionForm action={resumeAutoTopUpAction} label="Resume auto top-up" layout="row" toast="all">
              <SubmitButton size="small" variant="secondary">
                Resume
              </SubmitButton>
            </ActionForm>
          ) : null}
        </div>
      }
    >
      {text}
    </Banner>
  );
}

type Reason = {
  readonly title: string;
  readonly text: string;
  readonly todo: readonly ("pay" | "card" | "resume")[];
};

const reasons: Readonly<Record<PauseReason, Reason>> = {
  authentication_required: {
    title: "Your bank asks you to confirm the payment",
    text: "Nothing was charged. Pay for the credits yourself; auto top-up stays paused until you resume it.",
    todo: ["pay", "resume"],
  },
  declined: {
    title: "Your card was declined three times in a row",
    text: "Nothing was charged. Check with your bank or change the card, then resume.",
    todo: ["card", "resume"],
  },
  expired_card: {
    title: "Your card has expired",
    text: "Nothing was charged. Change the card to continue.",
    todo: ["card"],
  },
  lost_card: {
    title: "Your bank has blocked this card",
    text: "Nothing was charged. Change the card to continue.",
    todo: ["card"],
  },
  card_removed: {
    title: "The saved card was removed at Stripe",
    text: "Add a card to continue.",
    todo: ["card"],
  },
};
