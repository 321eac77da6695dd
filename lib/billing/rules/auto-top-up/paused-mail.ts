import { formatDollars, type Nanos } from "@/lib/kernel/money";
import type { Fact } from "@/lib/mail/rules/mail-parts";
import { mailMoment } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";
import { cardLabel, type CardName } from "./card-label";
import type { PauseReason } from "./declines";

type PausedTopUp = {
  readonly reason: PauseReason;
  readonly creditsNanos: Nanos;
  readonly totalNanos: Nanos;
  readonly card: CardName | null;
  readonly pausedAt: Date;
};

type PausedContext = {
  readonly product: string;
  readonly recipient: string;
  readonly creditsUrl: string;
  /** Where the same credits can be paid for by a person. */
  readonly payUrl: string;
};

/** The mail about auto top-up that waits for a person: why, and what to do. */
export function autoTopUpPausedMail(paused: PausedTopUp, context: PausedContext): RenderedMail {
  const { heading, happened, todo } = texts[paused.reason];
  const credits = formatDollars(paused.creditsNanos);
  const total = formatDollars(paused.totalNanos);
  const card = paused.card ? [{ label: "Card", value: cardLabel(paused.card) }] : [];
  const facts: readonly Fact[] = [
    { label: "Credits", value: credits },
    { label: "Total with fee", value: total },
    ...card,
    { label: "Paused", value: mailMoment(paused.pausedAt) },
  ];
  const review = { label: "View credits", url: context.creditsUrl };
  const pay = { label: `Pay ${total}`, url: context.payUrl };
  const isPayable = paused.reason === "authentication_required";
  return renderMail({
    kind: "auto_top_up_paused",
    recipient: context.recipient,
    from: context.product,
    subject: `Auto top-up is paused: ${heading.toLowerCase()}`,
    summary: `Auto top-up is paused: ${heading.toLowerCase()}`,
    heading: "Auto top-up is paused",
    paragraphs: [
      happened,
      "Nothing is charged until you resume it. Your requests use the credits you have.",
      todo,
    ],
    facts,
    button: isPayable ? pay : review,
    links: [isPayable ? review : pay],
  });
}

type Texts = { readonly heading: string; readonly happened: string; readonly todo: string };

const texts: Readonly<Record<PauseReason, Texts>> = {
  declined: {
    heading: "Your card was declined three times",
    happened: "We tried to buy credits with your saved card, and the bank declined it three times in a row.",
    todo: "Check the card with your bank or save another one, then resume auto top-up on the Credits page.",
  },
  authentication_required: {
    heading: "Your bank asks you to confirm the payment",
    happened:
      "We tried to buy credits with your saved card. Your bank wants you to confirm the payment, so it was not charged.",
    todo: "Pay for the credits yourself with the link below. Auto top-up stays paused until you resume it on the Credits page.",
  },
  expired_card: {
    heading: "Your card has expired",
    happened: "We tried to buy credits with your saved card, and the bank says that it has expired.",
    todo: "Save another card on the Credits page.",
  },
  lost_card: {
    heading: "Your card can't be used anymore",
    happened: "We tried to buy credits with your saved card, and the bank has blocked it.",
    todo: "Save another card on the Credits page.",
  },
  card_removed: {
    heading: "Your card was removed",
    happened: "Your saved card was removed at Stripe, so it can't be charged.",
    todo: "Save a card again on the Credits page.",
  },
};
