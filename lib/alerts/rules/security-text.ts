import { activityHourHref, keyHref, paths } from "@/lib/kernel/paths";
import type { AlertFact, RejectedState } from "./alert-fact";
import type { AlertText, ShownAlert, TextFormats } from "./shown-alert";

type Of<Kind extends AlertFact["kind"]> = Extract<AlertFact, { kind: Kind }>;

/** The name of an alert's key, as it stands in a sentence. */
export function quotedKey({ keyName }: ShownAlert): string {
  return `“${keyName ?? "Deleted key"}”`;
}

export function unusualSpendText(
  alert: ShownAlert,
  fact: Of<"unusual_spend">,
  { dollars }: TextFormats,
): AlertText {
  const isKey = fact.subject === "key";
  const spent = dollars(fact.spentNanos);
  const who = fact.usualOf === "key" ? "It" : "The workspace";
  const usual =
    fact.usualNanos === null
      ? "There is too little history to know what is usual."
      : `${who} usually spends at most ${dollars(fact.usualNanos)} in an hour.`;
  return {
    title: isKey
      ? `Unusual spend: key ${quotedKey(alert)} spent ${spent} in an hour`
      : `Unusual spend: ${spent} in an hour`,
    sentence: isKey
      ? `${usual} If you don’t expect this, disable the key: its requests are rejected from then on.`
      : `${usual} No single key explains it. If you don’t expect this, check your keys and your account.`,
    action: {
      label: "View activity",
      href: activityHourHref(new Date(fact.hourStart), isKey ? alert.subjectId : null),
    },
  };
}

const stateTexts: Readonly<Record<Exclude<RejectedState, "rotated">, string>> = {
  disabled: "is disabled",
  expired: "has expired",
  deleted: "was deleted",
  abandoned: "stopped working when its creator left",
};

export function keyRejectedText(alert: ShownAlert, { state, requests }: Of<"key_rejected">): AlertText {
  if (state === "rotated") return oldSecretText(alert, requests);
  return {
    title: `Key ${quotedKey(alert)} ${stateTexts[state]}, and was used ${requests} times in an hour`,
    sentence: `All of these requests were rejected and cost nothing. If a program of yours still uses the key, give it another one. If none does, someone else has the key: ${state === "disabled" ? "don’t enable it again, and " : ""}find out where it was stored.`,
    action:
      state === "deleted"
        ? { label: "View keys", href: paths.keys }
        : { label: "View key", href: keyHref(alert.subjectId) },
  };
}

function oldSecretText(alert: ShownAlert, requests: number): AlertText {
  return {
    title: `An old secret of key ${quotedKey(alert)} has ended, and was used ${requests} times in an hour`,
    sentence:
      "All of these requests were rejected and cost nothing; the key works with its current secret. If a program of yours still uses the old secret, give it the current one. If none does, someone else has the old secret: find out where it was stored.",
    action: { label: "View key", href: keyHref(alert.subjectId) },
  };
}
