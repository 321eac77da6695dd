import "server-only";
import { product } from "@/lib/config/product";
import { type WrittenLetter, writeLetter } from "@/lib/mail/rules/letter";

const from = product.name;

export function verifyAddressMail(recipient: string, url: string): WrittenLetter {
  return writeLetter({
    kind: "verify_address",
    recipient,
    from,
    subject: `Confirm your address for ${from}`,
    paragraphs: [
      "Someone, hopefully you, opened an account with this address.",
      "Confirm it within 24 hours with the password you chose.",
    ],
    link: { label: "Confirm the address", url },
    closing: "If this was not you, do nothing: without your confirmation the account stays unusable.",
  });
}

export function alreadyRegisteredMail(recipient: string, signInUrl: string, resetUrl: string): WrittenLetter {
  return writeLetter({
    kind: "already_registered",
    recipient,
    from,
    subject: `You already have an account at ${from}`,
    paragraphs: [
      "Someone, hopefully you, tried to open an account with this address. It has one already, and nothing was changed.",
      `If you forgot your password, choose a new one: ${resetUrl}`,
    ],
    link: { label: "Sign in", url: signInUrl },
    closing: "If this was not you, there is nothing to do.",
  });
}

export function resetPasswordMail(recipient: string, url: string): WrittenLetter {
  return writeLetter({
    kind: "reset_password",
    recipient,
    from,
    subject: `Choose a new password for ${from}`,
    paragraphs: [
      "Someone, hopefully you, asked for a new password. The link works once, within 30 minutes, and signs you out everywhere.",
    ],
    link: { label: "Choose a new password", url },
    closing: "If this was not you, there is nothing to do: your password stays as it is.",
  });
}

export function passwordChangedMail(recipient: string): WrittenLetter {
  return writeLetter({
    kind: "password_changed",
    recipient,
    from,
    subject: `Your ${from} password was changed`,
    paragraphs: ["The password of your account was changed, and your other sessions were signed out."],
    closing:
      "If this was not you, choose a new password through “Forgot your password” on the sign-in page at once.",
  });
}

export function accountDeletedMail(recipient: string): WrittenLetter {
  return writeLetter({
    kind: "account_deleted",
    recipient,
    from,
    subject: `Your ${from} account was deleted`,
    paragraphs: [
      "Your account was deleted, as you asked. Your sessions and keys stopped working, and unused credits are lost.",
      "Your personal data is erased. Billing records stay for as long as the law asks, without your name or address.",
    ],
    closing: "This is the last mail you get from us.",
  });
}
