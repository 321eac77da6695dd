import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { RequestOrigin } from "@/lib/kernel/network";
import { paths } from "@/lib/kernel/paths";
import { mailMoment, originFacts, originText } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";

const from = product.name;

export function verifyAddressMail(recipient: string, url: string): RenderedMail {
  return renderMail({
    kind: "verify_address",
    recipient,
    from,
    subject: `Confirm your email address for ${from}`,
    heading: "Confirm your email address",
    paragraphs: [
      "Thanks for signing up. Confirm your email address to finish creating your account.",
      "The link works for 24 hours. In another browser, you'll need the password you chose.",
    ],
    button: { label: "Confirm address", url },
    closing: "If this wasn't you, ignore this email. The account can't be used until it's confirmed.",
  });
}

export function alreadyRegisteredMail(recipient: string, signInUrl: string, resetUrl: string): RenderedMail {
  return renderMail({
    kind: "already_registered",
    recipient,
    from,
    subject: `You already have an account at ${from}`,
    heading: "You already have an account",
    paragraphs: [
      "Someone tried to create an account with this address, but it already has one. Nothing was changed.",
    ],
    button: { label: "Sign in", url: signInUrl },
    links: [{ label: "Forgot your password? Reset it", url: resetUrl }],
    closing: "If this wasn't you, ignore this email.",
  });
}

export function resetPasswordMail(recipient: string, url: string): RenderedMail {
  return renderMail({
    kind: "reset_password",
    recipient,
    from,
    subject: `Reset your ${from} password`,
    heading: "Reset your password",
    paragraphs: [
      "We received a request to reset your password. The link works once, within 30 minutes. Resetting signs you out everywhere.",
    ],
    button: { label: "Choose a new password", url },
    closing: "If this wasn't you, ignore this email. Your password won't change.",
  });
}

/** Names time, device and network, so that the owner can tell whether they made the change. */
export function passwordChangedMail(
  recipient: string,
  origin: RequestOrigin,
  now = new Date(),
): RenderedMail {
  return renderMail({
    kind: "password_changed",
    recipient,
    from,
    subject: `Your ${from} password was changed`,
    heading: "Your password was changed",
    paragraphs: ["Your other sessions were signed out."],
    facts: originFacts("Changed", now, origin),
    button: { label: "Reset your password", url: `${env().appUrl}${paths.reset}` },
    closing: "If this was you, there's nothing to do. If it wasn't, reset your password now.",
    summary: `Your password was changed: ${originText(origin)}`,
  });
}

/** `url` is the page with the download, which asks for a sign-in: the mail itself grants nothing. */
export function archiveReadyMail(recipient: string, url: string, expiresAt: Date): RenderedMail {
  return renderMail({
    kind: "archive_ready",
    recipient,
    from,
    subject: "The archive of your account is ready",
    heading: "The archive of your account is ready",
    paragraphs: [
      `It contains everything that ${from} stores about you. Sign in to download it until ${mailMoment(expiresAt)}; then it is deleted.`,
    ],
    button: { label: "Download", url },
    closing: "If you didn't request it, someone may have access to your account: change your password now.",
  });
}

/** `url` shows what was removed so far, to anyone who has it, and names no one. */
export function accountDeletedMail(recipient: string, url: string): RenderedMail {
  return renderMail({
    kind: "account_deleted",
    recipient,
    from,
    subject: `Your ${from} account was deleted`,
    heading: "Your account was deleted",
    paragraphs: [
      "Your account was deleted, as you requested. Your sessions and keys no longer work, and unused credits are lost.",
      "Your personal data is erased; your requests and stored content are being removed. Billing records are kept as long as the law requires, without your name or address.",
      "The link shows what was removed, when, and what is kept. It needs no account.",
    ],
    button: { label: "Follow the deletion", url },
    closing: "You won't receive further emails from us.",
  });
}
