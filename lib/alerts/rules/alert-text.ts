import { defaultFormats } from "@/lib/kernel/format";
import { addCreditsHref, keyHref, paths, purchaseHref } from "@/lib/kernel/paths";
import type { AlertFact } from "./alert-fact";
import { keyRejectedText, quotedKey, unusualSpendText } from "./security-text";
import type { AlertText, ShownAlert, TextFormats } from "./shown-alert";

/** The text of an alert for its mail and for the list of notices. Days are in UTC. */
export function alertText(alert: ShownAlert, formats: TextFormats = defaultFormats): AlertText {
  const { fact } = alert;
  const { dollars } = formats;
  switch (fact.kind) {
    case "low_balance":
      return lowBalanceText(fact, formats);
    case "monthly_spend":
      return monthlySpendText(fact, formats);
    case "key_limit":
      return keyLimitText(alert, fact, formats);
    case "credits_expiring":
      return {
        title: `${dollars(fact.amountNanos)} in credits starts expiring on ${formats.day(new Date(fact.expiresAt), "UTC")}`,
        sentence: "The oldest credits are used first, so requests made until then reduce what expires.",
        action: { label: "View credits", href: paths.credits },
      };
    case "auto_top_up":
      return {
        title: "Auto top-up is paused",
        sentence: "No credits are bought automatically until it is resumed. Credits shows the reason.",
        action: { label: "View auto top-up", href: paths.credits },
      };
    case "payment_failed":
      return {
        title: `Payment failed: ${dollars(fact.creditsNanos)} in credits not added`,
        sentence: "The payment was pending and did not succeed. The list of purchases shows the reason.",
        action: { label: "View purchases", href: `${paths.credits}?tab=purchases` },
      };
    case "refund":
      return refundText(alert, fact, formats);
    case "dispute":
      return disputeText(alert, fact, formats);
    case "unusual_spend":
      return unusualSpendText(alert, fact, formats);
    case "key_rejected":
      return keyRejectedText(alert, fact);
  }
}

type Of<Kind extends AlertFact["kind"]> = Extract<AlertFact, { kind: Kind }>;

function lowBalanceText(fact: Of<"low_balance">, { dollars }: TextFormats): AlertText {
  const left = dollars(fact.balanceNanos, { floor: true });
  const rest = fact.balanceNanos > 0n ? `${left} left` : fact.balanceNanos < 0n ? left : "no credits left";
  return {
    title: `Balance below ${dollars(fact.thresholdNanos)}: ${rest}`,
    sentence: `${runway(fact.daysLeft)}Requests to paid models are rejected when the balance is used up.`,
    action: { label: "Add credits", href: addCreditsHref() },
  };
}

function runway(days: number | null): string {
  if (days === null) return "";
  const left = days < 1 ? "less than a day" : days === 1 ? "about a day" : `about ${days} days`;
  return `At the pace of the last 7 days, it lasts ${left}. `;
}

const months = "January February March April May June July August September October November December".split(
  " ",
);

function monthlySpendText(fact: Of<"monthly_spend">, { dollars }: TextFormats): AlertText {
  const month = months[Number(fact.month.slice(5)) - 1] ?? "This month";
  const amount = dollars(fact.amountNanos);
  const step = fact.percent === 100 ? amount : `${fact.percent}% of ${amount}`;
  return {
    title: `${month} spend reached ${step}: ${dollars(fact.spentNanos)} so far`,
    sentence: "Requests are not stopped. To cap spending, set limits on your keys.",
    action: { label: "View activity", href: paths.activity },
  };
}

const resetTexts = {
  daily: "The limit resets at 00:00 UTC.",
  weekly: "The limit resets on Monday at 00:00 UTC.",
  monthly: "The limit resets on the first day of the month at 00:00 UTC.",
} as const;

function keyLimitText(alert: ShownAlert, fact: Of<"key_limit">, { dollars }: TextFormats): AlertText {
  const key = `Key ${quotedKey(alert)}`;
  const used = `${dollars(fact.usedNanos)} of ${dollars(fact.limitNanos)}`;
  const reset = fact.reset ? resetTexts[fact.reset] : "The limit does not reset.";
  return {
    title:
      fact.percent === 100
        ? `${key} reached its limit: ${used}`
        : `${key} used ${fact.percent}% of its limit: ${used}`,
    sentence: `${fact.percent === 100 ? "Its requests of paid models are rejected. " : ""}${reset}`,
    action: { label: "View key", href: keyHref(alert.subjectId) },
  };
}

function refundText(alert: ShownAlert, fact: Of<"refund">, { dollars }: TextFormats): AlertText {
  const purchase = `a purchase of ${dollars(fact.creditsNanos)}`;
  return {
    title: `Refund of ${dollars(fact.amountNanos)} ${fact.status === "made" ? "for" : "failed for"} ${purchase}`,
    sentence:
      fact.status === "made"
        ? "Its credits were deducted from the balance."
        : "The bank returned the refund, so the deducted credits are back in the balance.",
    action: { label: "View purchase", href: purchaseHref(alert.subjectId) },
  };
}

const disputeTexts = {
  open: { word: "opened", sentence: "The disputed credits are deducted until the dispute is decided." },
  won: { word: "won", sentence: "The deducted credits are back in the balance." },
  lost: { word: "lost", sentence: "The disputed credits stay deducted." },
} as const;

function disputeText(alert: ShownAlert, fact: Of<"dispute">, { dollars }: TextFormats): AlertText {
  const { word, sentence } = disputeTexts[fact.status];
  return {
    title: `Dispute of ${dollars(fact.amountNanos)} ${word} for a purchase of ${dollars(fact.creditsNanos)}`,
    sentence,
    action: { label: "View purchase", href: purchaseHref(alert.subjectId) },
  };
}
