import "server-only";
import { product } from "@/lib/config/product";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";

const from = product.name;

export function verifyAddressMail(recipient: string, url: string): RenderedMail {
  return renderMail({
    kind: "verify_address",
    recipient,
    from,
    subject: `Confirm your email address for ${from}`,
    paragraphs: [
      "Thanks for signing up. Confirm your email address to finish creating your account.",
      "The link works for 24 hours. You'll need the password you chose.",
    ],
    link: { label: "Confirm address", url },
    closing: "If this wasn't you, ignore this email. The account can't be used until it's confirmed.",
  });
}

export function alreadyRegisteredMail(recipient: string, signInUrl: string, resetUrl: string): RenderedMail {
  return renderMail({
    kind: "already_registered",
    recipient,
    from,
    subject: `You already have an account at ${from}`,
    paragraphs: [
      "Someone tried to create an account with this address, but it already has one. Nothing was changed.",
      `If you forgot your password, reset it: ${resetUrl}`,
    ],
    link: { label: "Sign in", url: signInUrl },
    closing: "If this wasn't you, ignore this email.",
  });
}

export function resetPasswordMail(recipient: string, url: string): RenderedMail {
  return renderMail({
    kind: "reset_password",
    recipient,
    from,
    subject: `Reset your ${from} password`,
    paragraphs: [
      "We received a request to reset your password. The link works once, within 30 minutes. Resetting signs you out everywhere.",
    ],
    link: { label: "Choose a new password", url },
    closing: "If this wasn't you, ignore this email. Your password won't change.",
  });
}

export function passwordChangedMail(recipient: string): RenderedMail {
  return renderMail({
    kind: "password_changed",
    recipient,
    from,
    subject: `Your ${from} password was changed`,
    paragraphs: ["Your password was changed and your other sessions were signed out."],
    closing:
      "If this wasn't you, reset your password now through “Forgot your password?” on the sign-in page.",
  });
}

export function accountDeletedMail(recipient: string): RenderedMail {
  return renderMail({
    kind: "account_deleted",
    recipient,
    from,
    subject: `Your ${from} account was deleted`,
    paragraphs: [
      "Your account was deleted, as you requested. Your sessions and keys no longer work, and unused credits are lost.",
      "Your personal data is erased. Billing records are kept as long as the law requires, without your name or address.",
    ],
    closing: "You won't receive further emails from us.",
  });
}
