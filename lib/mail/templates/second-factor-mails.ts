import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { RequestOrigin } from "@/lib/kernel/network";
import { paths } from "@/lib/kernel/paths";
import { secureLinkLabel } from "@/lib/mail/rules/bundle";
import { originFacts, originText } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";

const from = product.name;

export type SecondFactorChange = "on" | "off" | "removed" | "renewed";

const texts: Readonly<
  Record<SecondFactorChange, { readonly subject: string; readonly heading: string; readonly text: string }>
> = {
  on: {
    subject: `The second factor of your ${from} account is on`,
    heading: "Your second factor is on",
    text: "From now on, signing in takes your password and a code from your authenticator app. Keep your recovery codes somewhere you can get to without your phone.",
  },
  off: {
    subject: `The second factor of your ${from} account is off`,
    heading: "Your second factor is off",
    text: "From now on, signing in takes only your password. The recovery codes no longer work.",
  },
  removed: {
    subject: `The second factor of your ${from} account was removed`,
    heading: "Your second factor was removed",
    text: "The operator removed it, as they do for people who lost their authenticator app and recovery codes. From now on, signing in takes only your password. You can set up a new one under Account, Security.",
  },
  renewed: {
    subject: `Your ${from} account has new recovery codes`,
    heading: "You have new recovery codes",
    text: "Your old recovery codes no longer work.",
  },
};

/**
 * `origin` is where it was changed; of a removal by the operator nothing is known. `secureUrl` is a link that secures the
 * account without a session: when someone else turned a second factor on, its owner can no longer sign in.
 */
export function secondFactorMail(
  recipient: string,
  change: SecondFactorChange,
  origin: RequestOrigin,
  { now = new Date(), secureUrl }: { readonly now?: Date; readonly secureUrl?: string } = {},
): RenderedMail {
  const { subject, heading, text } = texts[change];
  return renderMail({
    kind: "second_factor_changed",
    recipient,
    from,
    subject,
    heading,
    paragraphs: [text],
    ...(change !== "removed" && {
      facts: originFacts("Changed", now, origin),
      summary: `${heading}: ${originText(origin)}`,
    }),
    button: secureUrl
      ? { label: secureLinkLabel, url: secureUrl }
      : { label: "Open security settings", url: `${env().appUrl}${paths.accountSecurity}` },
    ...(secureUrl && { summaryLink: { label: secureLinkLabel, url: secureUrl } }),
    closing: closingOf(change, secureUrl !== undefined),
  });
}

function closingOf(change: SecondFactorChange, hasLink: boolean): string {
  if (change === "removed")
    return "If you didn't ask for it, change your password now and tell the operator.";
  const otherwise = hasLink
    ? "If it wasn't, use the button: it signs out every session and disables your keys. Then write to the operator, because only they can remove this second factor."
    : "If it wasn't, secure your account there now.";
  return `If this was you, there's nothing to do. ${otherwise}`;
}
