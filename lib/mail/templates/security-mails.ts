import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { RequestOrigin } from "@/lib/kernel/network";
import { paths } from "@/lib/kernel/paths";
import { secureLinkLabel } from "@/lib/mail/rules/bundle";
import { originFacts, originText } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";

const from = product.name;

type Attempt = { readonly at: Date; readonly origin: RequestOrigin };

/** `url` secures the account without a sign-in; it works once, for seven days. */
export function newSignInMail(recipient: string, attempt: Attempt, url: string): RenderedMail {
  return attemptMail(recipient, attempt, url, {
    kind: "new_sign_in",
    subject: `New sign-in to your ${from} account`,
    heading: "New sign-in to your account",
    text: "Someone signed in with your password, from a browser and a network that you haven't used lately.",
    fact: "Signed in",
    otherwise:
      "If it wasn't, the button signs out every session, disables your keys, and lets you choose a new password.",
  });
}

type WrongCode = Attempt & {
  /** So many wrong codes that those of the app are not accepted for now. */
  readonly isLimitReached: boolean;
};

/**
 * `url` secures the account without a sign-in; it works once, for seven days. Sent at most once a day, and once more when
 * the limit is reached.
 */
export function wrongCodeMail(recipient: string, attempt: WrongCode, url: string): RenderedMail {
  const heading = attempt.isLimitReached
    ? "Your password was entered with too many wrong codes"
    : "Your password was entered with a wrong code";
  const entered = "Someone entered your account's password in a browser we don't recognize, and then";
  return attemptMail(recipient, attempt, url, {
    kind: "wrong_code",
    subject: heading.replace("Your password", `Your ${from} password`),
    heading,
    text: attempt.isLimitReached
      ? `${entered} so many wrong codes that codes from your authenticator app aren't accepted for now: for an hour, or for a day after 20. A recovery code still works.`
      : `${entered} a wrong code. That attempt failed.`,
    fact: "Entered",
    otherwise:
      "If it wasn't, someone knows your password: the button signs out every session, disables your keys, and lets you choose a new one. We mail this at most once a day; the security log has every attempt.",
  });
}

type AttemptTexts = {
  readonly kind: "new_sign_in" | "wrong_code";
  readonly subject: string;
  readonly heading: string;
  readonly text: string;
  /** The label of the time. */
  readonly fact: string;
  /** What to do if it was someone else. */
  readonly otherwise: string;
};

function attemptMail(
  recipient: string,
  { at, origin }: Attempt,
  url: string,
  { kind, subject, heading, text, fact, otherwise }: AttemptTexts,
): RenderedMail {
  return renderMail({
    kind,
    recipient,
    from,
    subject,
    heading,
    paragraphs: [text],
    facts: originFacts(fact, at, origin),
    button: { label: "This wasn't me", url },
    closing: `If this was you, there's nothing to do. ${otherwise}`,
    summary: `${heading}: ${originText(origin)}`,
    summaryLink: { label: secureLinkLabel, url },
  });
}

type SecuredFacts = { readonly keys: number; readonly sessions: number; readonly origin: RequestOrigin };

/** `url` is where a new password is chosen. */
export function accountSecuredMail(
  recipient: string,
  { keys, sessions, origin }: SecuredFacts,
  url: string,
  now = new Date(),
): RenderedMail {
  return renderMail({
    kind: "account_secured",
    recipient,
    from,
    subject: `Your ${from} account is secured: choose a new password`,
    heading: "Your account is secured",
    paragraphs: [
      `${counted(sessions, "session was", "sessions were")} signed out and ${counted(keys, "API key was", "API keys were")} disabled. Your password no longer works.`,
      "Choose a new one to sign in again. The link works once, within 30 minutes; you can request another one on the sign-in page. Then enable the keys that you trust, and replace the others.",
    ],
    facts: originFacts("Requested", now, origin),
    button: { label: "Choose a new password", url },
    closing: "Also change the password of your mailbox if someone else may have read it.",
  });
}

type MemberFacts = { readonly workspaceName: string; readonly who: string; readonly keys: number };

/** For the other owners and admins of a team. */
export function memberSecuredMail(
  recipient: string,
  { workspaceName, who, keys }: MemberFacts,
): RenderedMail {
  return renderMail({
    kind: "member_secured",
    recipient,
    from,
    subject: "A member's account may be compromised",
    heading: "A member's account may be compromised",
    paragraphs: [
      "A member of your workspace reports that someone else may have had access to their account. They were signed out, and the keys they created are disabled. Check recent requests, keys and settings.",
    ],
    facts: [
      { label: "Workspace", value: workspaceName },
      { label: "Member", value: who },
      { label: "Disabled keys", value: String(keys) },
    ],
    button: { label: "Review activity", url: `${env().appUrl}${paths.activity}` },
    links: [{ label: "Review keys", url: `${env().appUrl}${paths.keys}` }],
  });
}

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}
