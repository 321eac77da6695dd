import { alertMail, type MailedAlert } from "@/lib/alerts/rules/alert-mail";
import { autoTopUpPausedMail } from "@/lib/billing/rules/auto-top-up/paused-mail";
import { pauseReasons } from "@/lib/billing/rules/auto-top-up/declines";
import { creditsExpiringMail } from "@/lib/billing/rules/expiry-mail";
import { driftMail, failingEventsMail } from "@/lib/billing/rules/operator-mails";
import { receiptMail } from "@/lib/billing/rules/receipt-mail";
import {
  confirmRequestMail,
  type MailedStep,
  requestsDueMail,
  requestStepMail,
} from "@/lib/data-requests/rules/request-mails";
import { deadlinesOf } from "@/lib/data-requests/rules/clocks";
import { disclosureMail } from "@/lib/disclosures/rules/disclosure-mail";
import { keyCreatedMail } from "@/lib/keys/rules/key-mail";
import { keyRotatedMail } from "@/lib/keys/rules/rotation-mail";
import { addToBundle, emptyBundle, renderBundle, secureLinkLabel } from "@/lib/mail/rules/bundle";
import {
  accountDeletedMail,
  alreadyRegisteredMail,
  archiveReadyMail,
  passwordChangedMail,
  resetPasswordMail,
  verifyAddressMail,
} from "@/lib/mail/templates/account-mails";

import { policyChangedMail } from "@/lib/mail/templates/policy-mails";
import { twoFactorMail } from "@/lib/mail/templates/two-factor-mails";
import {
  accountSecuredMail,
  memberSecuredMail,
  newSignInMail,
  wrongCodeMail,
} from "@/lib/mail/templates/security-mails";

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

const purchase = {
  receiptNumber: 412,
  creditsNanos: 10_000_000_000n,
  feeNanos: 800_000_000n,
  method: "card",
  taxNanos: 0n,
  reference: null,
  invoice: null,
};
const receiptContext = {
  product,
  recipient,
  purchaseUrl: `${site}/credits/purchases/019abf2e-7c51-7d3a-9b1e-5f0c2a7d8e11`,
  paidAt: at,
};

/** Every mail that the product sends, for tests and screenshots. `name` stands in for names chosen by users. */
export function mailSamples(name: string): Readonly<Record<string, MailSample>> {
  const secure = { label: secureLinkLabel, url: `${site}/secure-account?token=${token}` };
  const bundle = [
    { text: `API key sk-or-v1-3f2...9c1 was created: ${name}`, link: null },
    { text: "New sign-in to your account: Firefox on Linux, network 203.0.113.0/24", link: secure },
  ].reduce((sum, summary) => addToBundle(sum, summary, at), emptyBundle);
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
  const rotation = {
    ...key,
    oldLabel: "sk-or-v1-81d...04a",
    oldEndsAt: new Date("2026-11-29T19:30:12Z"),
    endedLabel: null,
    isDisabled: false,
    rotatedAt: at,
  };
  return {
    "verify-address": verifyAddressMail(recipient, `${site}/verify?token=${token}`),
    "already-registered": alreadyRegisteredMail(recipient, `${site}/sign-in`, `${site}/reset`),
    "reset-password": resetPasswordMail(recipient, `${site}/reset?token=${token}`),
    "password-changed": passwordChangedMail(recipient, origin, at),
    "account-deleted": accountDeletedMail(recipient, `${site}/deleted-account?token=${token}`),
    "new-sign-in": newSignInMail(recipient, { at, origin }, `${site}/secure-account?token=${token}`),
    "account-secured": accountSecuredMail(
      recipient,
      { keys: 3, sessions: 1, origin },
      `${site}/reset?token=${token}`,
      at,
    ),
    "two-factor-on": twoFactorMail(recipient, "on", origin, {
      now: at,
      secureUrl: secure.url,
    }),
    "two-factor-off": twoFactorMail(recipient, "off", origin, { now: at }),
    "two-factor-removed": twoFactorMail(recipient, "removed", origin, { now: at }),
    "recovery-codes-renewed": twoFactorMail(recipient, "renewed", origin, { now: at }),
    "recovery-code-used": twoFactorMail(recipient, "recovery_code_used", origin, {
      now: at,
      secureUrl: secure.url,
      codesLeft: 3,
    }),
    "wrong-code": wrongCodeMail(recipient, { at, origin, isLimitReached: false }, secure.url),
    "wrong-code-limit": wrongCodeMail(recipient, { at, origin, isLimitReached: true }, secure.url),
    "policy-changed": policyChangedMail(recipient, {
      summary: `Requests of ${name} may also go to providers in Canada.`,
      effectiveAt: new Date("2026-12-30T00:00:00Z"),
      policies: [{ name: "Privacy policy", url: `${site}/legal/privacy/2` }],
    }),
    "member-secured": memberSecuredMail(recipient, { workspaceName: name, who: name, keys: 2 }),
    "archive-ready": archiveReadyMail(recipient, `${site}/account/data`, new Date("2026-12-06T10:00:00Z")),
    "key-created": keyCreatedMail(key, { ...keyContext, from: { channel: "console", origin } }),
    "key-created-by-api": keyCreatedMail(key, { ...keyContext, from: { channel: "api", origin } }),
    "key-created-on-server": keyCreatedMail(
      { ...key, kind: "management", limitNanos: null, limitReset: null, expiresAt: null },
      { ...keyContext, from: { channel: "command line" } },
    ),
    "key-rotated": keyRotatedMail({ ...rotation, by: { from: { channel: "console", origin } } }, keyContext),
    "key-rotated-by-admin": keyRotatedMail({ ...rotation, oldEndsAt: null, by: { name } }, keyContext),
    "key-rotated-disabled": keyRotatedMail(
      { ...rotation, oldEndsAt: null, isDisabled: true, by: { from: { channel: "console", origin } } },
      keyContext,
    ),
    "key-rotated-during-overlap": keyRotatedMail(
      {
        ...rotation,
        kind: "management",
        endedLabel: "sk-or-v1-b07...e55",
        by: { from: { channel: "console", origin } },
      },
      keyContext,
    ),
    "credits-expiring": creditsExpiringMail(
      [
        { amountNanos: 7_345_000_000n, expiresAt: new Date("2026-12-29T10:00:00Z") },
        { amountNanos: 25_000_000_000n, expiresAt: new Date("2027-01-04T10:00:00Z") },
      ],
      {
        product,
        recipient,
        workspaceName: name,
        creditsUrl: `${site}/credits`,
        settingsUrl: `${site}/account/notifications`,
      },
    ),
    ...alertSamples(name),
    "receipt-with-invoice": receiptMail(
      {
        ...purchase,
        isAutomatic: false,
        taxNanos: 1_080_000_000n,
        reference: name,
        invoice: { number: "A1B2C3D4-0001", url: "https://invoice.stripe.com/i/acct_1/live_1" },
      },
      receiptContext,
    ),
    receipt: receipt(false),
    "receipt-of-auto-top-up": receipt(true),
    ...pausedSamples(),
    "reconciliation-drift": driftMail(
      {
        checks: [
          { name: "usage", driftNanos: 0n, count: 0, rows: [] },
          { name: "purchases", driftNanos: 0n, count: 0, rows: [] },
          { name: "stripe", driftNanos: 10_800_000_001n, count: 1, rows: [] },
        ],
        finishedAt: at,
      },
      { product, recipient, operatorUrl: `${site}/operator` },
    ),
    "stripe-events-failing": failingEventsMail(2, { product, recipient, operatorUrl: `${site}/operator` }),
    ...requestSamples(name),
    disclosure: disclosureMail(
      {
        authority: name,
        legalBasis: "court_order",
        reference: name,
        disclosedOn: at,
        categories: ["account", "billing"],
        wasForbidden: true,
      },
      { from: product, recipient, workspaceName: name, url: `${site}/account/data#disclosures` },
    ),
    bundle: renderBundle(bundle, { product, from: at, pagesUrl: `${site}/account` }),
  };
}

function receipt(isAutomatic: boolean): MailSample {
  return receiptMail({ ...purchase, isAutomatic }, receiptContext);
}

function pausedSamples(): Readonly<Record<string, MailSample>> {
  const paused = {
    creditsNanos: 25_000_000_000n,
    totalNanos: 26_380_000_000n,
    card: { brand: "visa", last4: "4242" },
    pausedAt: at,
  };
  const context = {
    product,
    recipient,
    creditsUrl: `${site}/credits`,
    payUrl: `${site}/credits?add=25`,
  };
  return Object.fromEntries(
    pauseReasons.map((reason) => [
      `auto-top-up-paused-${reason.replaceAll("_", "-")}`,
      autoTopUpPausedMail({ ...paused, reason }, context),
    ]),
  );
}

/** The mails of a data request; the name is what an operator wrote. */
function requestSamples(name: string): Readonly<Record<string, MailSample>> {
  const context = { from: product, recipient, url: `${site}/privacy-request/status?token=${token}` };
  const steps: readonly MailedStep["name"][] = [
    "received",
    "acknowledged",
    "started",
    "extended",
    "answered",
    "refused",
  ];
  const deadlines = deadlinesOf({ kind: "copy", law: "gdpr", receivedAt: at, reachedAt: at });
  const step = { kind: "copy", receivedAt: at, deadlines } as const;
  const formUrl = `${site}/privacy-request`;
  return {
    "data-request-confirm": confirmRequestMail(context),
    ...Object.fromEntries(
      steps.map((stepName) => [
        `data-request-${stepName}`,
        requestStepMail(
          { ...step, name: stepName, text: name.replace(/\r\n/, " ") },
          { ...context, privacyEmail: "privacy@example.com", formUrl },
        ),
      ]),
    ),
    "data-requests-due": requestsDueMail(
      { unacknowledged: 2, soon: 1, overdue: 1 },
      { from: product, recipient, queueUrl: `${site}/operator/requests` },
    ),
  };
}

/** One of each kind that is mailed, with the name as key and workspace. */
function alertSamples(name: string): Readonly<Record<string, MailSample>> {
  const creditsNanos = 10_000_000_000n;
  const facts: readonly MailedAlert["fact"][] = [
    { kind: "low_balance", thresholdNanos: 5_000_000_000n, balanceNanos: 4_821_000_000n, daysLeft: 3 },
    {
      kind: "monthly_spend",
      percent: 80,
      amountNanos: 100_000_000_000n,
      spentNanos: 81_200_000_000n,
      month: "2026-11",
    },
    {
      kind: "key_limit",
      percent: 100,
      limitNanos: 25_000_000_000n,
      usedNanos: 25_010_000_000n,
      reset: "monthly",
    },
    { kind: "payment_failed", creditsNanos },
    { kind: "refund", amountNanos: 4_000_000_000n, creditsNanos, status: "made" },
    { kind: "dispute", amountNanos: 10_800_000_000n, creditsNanos, status: "open" },
    {
      kind: "unusual_spend",
      subject: "key",
      spentNanos: 31_200_000_000n,
      usualNanos: 420_000_000n,
      usualOf: "key",
      hourStart: "2026-11-28T18:30:00.000Z",
    },
    { kind: "key_rejected", requests: 63, state: "disabled" },
  ];
  const subjectId = "019abf2e-7c51-7d3a-9b1e-5f0c2a7d8e11";
  const context = { product, recipient, workspaceName: name, site, firedAt: at };
  const keyLabel = "sk-or-v1-3f2...9c1";
  const aboutKey: Partial<Record<MailedAlert["fact"]["kind"], object>> = {
    unusual_spend: { keyLabel, disableUrl: `${site}/disable-key?token=${token}${token}` },
    key_rejected: { keyLabel },
  };
  const sample = (fact: MailedAlert["fact"]) =>
    alertMail({ fact, subjectId, keyName: name }, { ...context, ...aboutKey[fact.kind] });
  return {
    ...Object.fromEntries(facts.map((fact) => [fact.kind.replace("_", "-"), sample(fact)])),
    "key-rejected-old-secret": sample({ kind: "key_rejected", requests: 63, state: "rotated" }),
  };
}
