import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { RequestOrigin } from "@/lib/kernel/network";
import { paths } from "@/lib/kernel/paths";
import { secureLinkLabel } from "@/lib/mail/rules/bundle";
import { originFacts, originText } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";

const from = product.name;

export type TwoFactorChange = "on" | "off" | "removed" | "renewed" | "recovery_code_used";

const texts: Readonly<
  Record<TwoFactorChange, { readonly subject: string; readonly heading: string; readonly text: string }>
> = {
  on: {
    subject: `Two-factor authentication is on for your ${from} account`,
    heading: "Two-factor authentication is on",
    text: "From now on, signing in takes your password and a code from your authenticator app. Keep your recovery codes somewhere you can get to without your phone.",
  },
  off: {
    subject: `Two-factor authentication is off for your ${from} account`,
    heading: "Two-factor authentication is off",
    text: "From now on, signing in takes only your password. The recovery codes no longer work.",
  },
  removed: {
    subject: `The operator turned off two-factor authentication for your ${from} account`,
    heading: "Two-factor authentication was turned off",
    text: "The operator turned it off, as they do for people who lost their authenticator app and recovery codes. From now on, signing in takes only your password. You can set it up again in your security settings.",
  },
  renewed: {
    subject: `Your ${from} account has new recovery codes`,
    heading: "You have new recovery codes",
    text: "Your old recovery codes no longer work.",
  },
  recovery_code_used: {
    subject: `A recovery code of your ${from} account was used`,
    heading: "A recovery code was used",
    text: "It was accepted in place of a code from your authenticator app, together with your password.",
  },
};

type Details = {
  readonly now?: Date;
  readonly secureUrl?: string;
  /** Recovery codes that are left. */
  readonly codesLeft?: number;
};

/**
 * `origin` is where it was changed; of a removal by the operator nothing is known. `secureUrl` is a link that secures the
 * account without a session: when someone else turned it on, its owner can no longer sign in.
 */
export function twoFactorMail(
  recipient: string,
  change: TwoFactorChange,
  origin: RequestOrigin,
  { now = new Date(), secureUrl, codesLeft }: Details = {},
): RenderedMail {
  const { subject, heading, text } = texts[change];
  return renderMail({
    kind: "two_factor_changed",
    recipient,
    from,
    subject,
    heading,
    paragraphs: [codesLeft === undefined ? text : `${text} ${leftText(codesLeft)}`],
    ...(change !== "removed" && {
      facts: originFacts(change === "recovery_code_used" ? "Used" : "Changed", now, origin),
      summary: `${heading}: ${originText(origin)}`,
    }),
    button: secureUrl
      ? { label: secureLinkLabel, url: secureUrl }
      : { label: "Open security settings", url: `${env().appUrl}${paths.accountSecurity}` },
    ...(secureUrl && { summaryLink: { label: secureLinkLabel, url: secureUrl } }),
    closing: closingOf(change, secureUrl !== undefined),
  });
}

function leftText(codes: number): string {
  const left = codes === 0 ? "You have none left" : `You have ${codes} left`;
  return `${left}. Generate new ones in your security settings.`;
}

function closingOf(change: TwoFactorChange, hasLink: boolean): string {
  if (change === "removed")
    return "If you didn't ask for it, change your password now and tell the operator.";
  const otherwise = hasLink
    ? "If it wasn't, use the button: it signs out every session and disables your keys."
    : "If it wasn't, secure your account there now.";
  const further = change === "on" ? " Then write to the operator, because only they can turn it off." : "";
  return `If this was you, there's nothing to do. ${otherwise}${further}`;
}
