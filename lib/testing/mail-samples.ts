import { receiptMail } from "@/lib/billing/rules/receipt-mail";
import { keyCreatedMail } from "@/lib/keys/rules/key-mail";
import { addToBundle, type Bundle, renderBundle } from "@/lib/mail/rules/bundle";
import {
  accountDeletedMail,
  alreadyRegisteredMail,
  passwordChangedMail,
  resetPasswordMail,
  verifyAddressMail,
} from "@/lib/mail/templates/account-mails";

export type MailSample = { readonly subject: string; readonly text: string; readonly html: string };

const recipient = "ada@example.com";
const site = "https://console.example.com";
const at = new Date("2026-11-28T19:30:12Z");
const token = "q3vN8yDk1sWb5mHj0xRfT7uLpZc2aEiG4oKQ6tYh9Sd";
const product = "Counterfoil";
const origin = {
  network: "203.0.113.0/24",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
};

/** Every mail that the product sends, for tests and screenshots. `name` stands in for names chosen by users. */
export function mailSamples(name: string): Readonly<Record<string, MailSample>> {
  const bundle = [`API key sk-or-v1-3f2...9c1 was created: ${name}`, "$10.00 in credits added"].reduce(
    (sum: Bundle, summary) => addToBundle(sum, summary, at),
    { count: 0, lines: [] },
  );
  const keyContext = {
    product,
    recipient,
    keysUrl: `${site}/keys`,
    disableUrl: `${site}/disable-key?token=${token}${token}`,
  };
  const key = {
    name,
    label: "sk-or-v1-3f2...9c1",
    kind: "inference" as const,
    limitNanos: 25_000_000_000n,
    limitReset: "monthly" as const,
    expiresAt: new Date("2027-02-26T23:59:59Z"),
    createdAt: at,
  };
  return {
    "verify-address": verifyAddressMail(recipient, `${site}/verify?token=${token}`),
    "already-registered": alreadyRegisteredMail(recipient, `${site}/sign-in`, `${site}/reset`),
    "reset-password": resetPasswordMail(recipient, `${site}/reset?token=${token}`),
    "password-changed": passwordChangedMail(recipient, origin, at),
    "account-deleted": accountDeletedMail(recipient),
    "key-created": keyCreatedMail(key, { ...keyContext, from: { channel: "console", origin } }),
    "key-created-by-api": keyCreatedMail(key, { ...keyContext, from: { channel: "api", origin } }),
    "key-created-on-server": keyCreatedMail(
      { ...key, kind: "management", limitNanos: null, limitReset: null, expiresAt: null },
      { ...keyContext, from: { channel: "command line" } },
    ),
    receipt: receiptMail(
      {
        id: "019abf2e-7c51-7d3a-9b1e-5f0c2a7d8e11",
        creditsNanos: 10_000_000_000n,
        feeNanos: 800_000_000n,
        method: "card",
      },
      {
        product,
        recipient,
        purchaseUrl: `${site}/credits/purchases/019abf2e-7c51-7d3a-9b1e-5f0c2a7d8e11`,
        paidAt: at,
      },
    ),
    bundle: renderBundle(bundle, { product, from: at, pagesUrl: `${site}/account` }),
  };
}
