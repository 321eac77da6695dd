import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { RequestOrigin } from "@/lib/kernel/network";
import { paths } from "@/lib/kernel/paths";
import { originFacts } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";

const from = product.name;

export type SecondFactorChange = "on" | "off" | "removed" | "renewed";

const texts: Readonly<
  Record<SecondFactorChange, { readonly subject: string; readonly heading: string; readonly text: string }>
> = {
  on: {
    subject: `The second factor of your ${from} account is on`,
    heading: "Your second factor is on",
    text: "From now on, signing in takes your password and a code of your authenticator app. Keep the recovery codes where you find them without your phone.",
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
    text: "The ones from before no longer work.",
  },
};

/** `origin` is where it was changed; of a removal by the operator nothing is known. */
export function secondFactorMail(
  recipient: string,
  change: SecondFactorChange,
  origin: RequestOrigin,
  now = new Date(),
): RenderedMail {
  const { subject, heading, text } = texts[change];
  return renderMail({
    kind: "second_factor_changed",
    recipient,
    from,
    subject,
    heading,
    paragraphs: [text],
    ...(change !== "removed" && { facts: originFacts("Changed", now, origin) }),
    button: { label: "Open security settings", url: `${env().appUrl}${paths.accountSecurity}` },
    closing:
      change === "removed"
        ? "If you didn't ask for it, change your password now and tell the operator."
        : "If this was you, there's nothing to do. If it wasn't, secure your account there now.",
  });
}
