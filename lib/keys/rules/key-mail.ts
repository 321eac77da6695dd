import { formatDollars, type Nanos } from "@/lib/kernel/money";
import type { RequestOrigin } from "@/lib/kernel/network";
import type { LimitReset } from "@/lib/ledger/rules/spend-limit";
import type { Fact } from "@/lib/mail/rules/mail-parts";
import { mailMoment, originFacts } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";
import { disableLabel, disableLinkDays } from "./disable-link";
import type { KeyKind } from "./key-input";

/** How a key came to be: in the console, with a management key, or with the command line of the server. */
export type KeyOrigin =
  | { readonly channel: "console" | "api"; readonly origin: RequestOrigin }
  | { readonly channel: "command line" };

export type MailedKey = {
  readonly name: string;
  readonly label: string;
  readonly kind: KeyKind;
  readonly limitNanos: Nanos | null;
  readonly limitReset: LimitReset | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
};

export type KeyMailContext = {
  readonly product: string;
  readonly recipient: string;
  readonly keysUrl: string;
  readonly disableUrl: string;
};

/**
 * Notifies the owner of a new key, so that a key created by an attacker is noticed and can be disabled without signing
 * in. Without the secret.
 */
export function keyCreatedMail(
  key: MailedKey,
  context: KeyMailContext & { readonly from: KeyOrigin },
): RenderedMail {
  return renderMail({
    kind: key.kind === "management" ? "management_key_created" : "key_created",
    recipient: context.recipient,
    from: context.product,
    subject: `API key created: ${key.name}`,
    summary: `API key ${key.label} was created: ${key.name}`,
    summaryLink: { label: disableLabel(key.label), url: context.disableUrl },
    heading: "A new API key was created",
    paragraphs: [powers[key.kind], "If this wasn't you, disable the key now."],
    isRecord: true,
    facts: [
      { label: "Name", value: key.name },
      { label: "Key", value: key.label, show: "code" },
      { label: "Type", value: key.kind === "management" ? "Management key" : "API key" },
      { label: "Spending limit", value: limitText(key) },
      { label: "Expires", value: key.expiresAt ? mailMoment(key.expiresAt) : "Never" },
      ...keyOriginFacts("Created", key.createdAt, context.from),
    ],
    button: { label: "Disable this key", url: context.disableUrl },
    links: [{ label: "View keys", url: context.keysUrl }],
    closing: `The link works for ${disableLinkDays} days. It asks before it disables the key, and needs no password.`,
  });
}

const powers: Readonly<Record<KeyKind, string>> = {
  inference: "Requests with it are paid from your credits.",
  management: "It can create, change and delete the API keys of your workspace.",
};

/** When and from where a key was created or rotated; `what` is that word. */
export function keyOriginFacts(what: string, at: Date, from: KeyOrigin): readonly Fact[] {
  if (from.channel === "command line") {
    return [
      { label: what, value: mailMoment(at) },
      { label: `${what} with`, value: "The command line of the server" },
    ];
  }
  const [moment, device, network] = originFacts(what, at, from.origin);
  const program = { label: `${what} with`, value: "A management key" };
  return [moment, from.channel === "api" ? program : device, network].filter((fact) => fact !== undefined);
}

const resets: Readonly<Record<LimitReset, string>> = {
  daily: "a day",
  weekly: "a week",
  monthly: "a month",
};

function limitText({ limitNanos, limitReset }: MailedKey): string {
  if (limitNanos === null) return "None";
  const amount = formatDollars(limitNanos);
  return limitReset ? `${amount} ${resets[limitReset]}` : `${amount} in total`;
}
