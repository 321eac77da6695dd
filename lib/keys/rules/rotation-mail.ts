import type { Fact, Link } from "@/lib/mail/rules/mail-parts";
import { mailMoment } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";
import { disableLabel, disableLinkDays } from "./disable-link";
import type { KeyKind } from "./key-input";
import { type KeyMailContext, type KeyOrigin, keyOriginFacts } from "./key-mail";

export type MailedRotation = {
  readonly name: string;
  readonly kind: KeyKind;
  /** Of the new secret. */
  readonly label: string;
  readonly oldLabel: string;
  /** When the old secret ends; null when it has ended. */
  readonly oldEndsAt: Date | null;
  /** Of an even older one, which this rotation ended. */
  readonly endedLabel: string | null;
  /** A disabled key stays so. */
  readonly isDisabled: boolean;
  readonly rotatedAt: Date;
  /** How the recipient did it, or who else did. */
  readonly by: { readonly from: KeyOrigin } | { readonly name: string };
};

/** Notifies the owner of a key of its new secret, so that a rotation by an attacker is noticed. Without the secret. */
export function keyRotatedMail(rotation: MailedRotation, context: KeyMailContext): RenderedMail {
  const { name, kind, label, oldLabel, oldEndsAt, endedLabel, isDisabled, rotatedAt, by } = rotation;
  const old = oldEndsAt
    ? `Its old secret works until ${mailMoment(oldEndsAt)}. Use the new one everywhere before then.`
    : "Its old secret no longer works.";
  const keys = { label: "View keys", url: context.keysUrl };
  const shortly = oldEndsAt ? `the old one works until ${mailMoment(oldEndsAt)}` : "the old one has ended";
  return renderMail({
    kind: kind === "management" ? "management_key_rotated" : "key_rotated",
    recipient: context.recipient,
    from: context.product,
    subject: `API key rotated: ${name}`,
    summary: `The secret of API key ${label} was rotated (${shortly}): ${name}`,
    ...(!isDisabled && {
      summaryLink: { label: disableLabel(label), url: context.disableUrl, replaces: disableLabel(oldLabel) },
    }),
    heading: "An API key has a new secret",
    paragraphs: [
      old,
      isDisabled
        ? "The key is disabled, and stays so until someone enables it. If you didn't expect this, don't enable it: create a new key."
        : "If you didn't expect this, disable the key now. That stops all of its secrets.",
    ],
    isRecord: true,
    facts: [
      { label: "Name", value: name },
      { label: "Type", value: kind === "management" ? "Management key" : "API key" },
      { label: "New secret", value: label, show: "code" },
      { label: "Old secret", value: oldLabel, show: "code" },
      {
        label: oldEndsAt ? "Old secret ends" : "Old secret ended",
        value: mailMoment(oldEndsAt ?? rotatedAt),
      },
      ...(endedLabel === null ? [] : [{ label: "Also ended", value: endedLabel, show: "code" } as const]),
      ...originOf(rotatedAt, by),
    ],
    ...(isDisabled ? { button: keys } : disabling(context.disableUrl, keys)),
  });
}

/** How the recipient stops the key. */
function disabling(url: string, keys: Link) {
  return {
    button: { label: "Disable this key", url },
    links: [keys],
    closing: `The link works for ${disableLinkDays} days. It asks before it disables the key, and needs no password.`,
  };
}

function originOf(rotatedAt: Date, by: MailedRotation["by"]): readonly Fact[] {
  if ("from" in by) return keyOriginFacts("Rotated", rotatedAt, by.from);
  return [
    { label: "Rotated", value: mailMoment(rotatedAt) },
    { label: "Rotated by", value: by.name },
  ];
}
