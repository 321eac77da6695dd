import { paths } from "@/lib/kernel/paths";
import type { PolicySection } from "@/lib/policies/rules/policy";
import { operatorWords } from "./contact-words";
import type { PolicyFacts } from "./facts";
import { list, section, text } from "./parts";

/** What is collected, and what for. */
export function collectedSections(facts: PolicyFacts): readonly PolicySection[] {
  return [
    introduction(facts),
    content(facts),
    requests(facts),
    account(facts),
    payments(facts),
    optional(facts),
    use(),
    mail(),
  ];
}

const introduction = (facts: PolicyFacts) =>
  section(
    "introduction",
    "Who we are",
    text(
      ["who", `${facts.productName} is run by ${operatorWords(facts)}, called “we” below.`],
      ["what", "It forwards requests to model providers, meters them, and charges them to prepaid credits."],
      [
        "scope",
        "This policy says which data about you we keep, why, for how long, and what you can do about it.",
      ],
    ),
  );

const content = ({ discountPercent }: PolicyFacts) =>
  section(
    "content",
    "What you send to models",
    text(
      ["not-stored", "Prompts and completions are not stored, not even when a request fails."],
      ["memory", "They pass through memory on their way to the provider and back."],
      [
        "opt-in",
        "There is one exception, and it is your choice: when a workspace opts in to prompt logging, the content of later requests is stored encrypted.",
      ],
      ["readers", "Owners and admins of that workspace can read it and delete it at any time."],
      ["discount", `Opting in lowers the price of usage by ${discountPercent}%.`],
      ["opt-out", "Opting out applies from the next request."],
    ),
    text(
      [
        "provider",
        "The provider that serves a request receives its content and handles it under its own policy.",
      ],
      [
        "policies",
        "Providers that train on inputs, that may publish them, or whose policy is unknown, are used only if your workspace allows it.",
      ],
      [
        "blocked",
        "When no provider satisfies your settings, the request fails and nothing is sent or charged.",
      ],
    ),
  );

const requests = ({ retentionDays, requestTags }: PolicyFacts) =>
  section(
    "requests",
    "What we store about each request",
    text(
      [
        "fields",
        `Time, model, provider, key, app, the IDs that your program sent (${requestTags}), token counts, cost, speed, and outcome.`,
      ],
      ["no-content", "Never the content."],
      ["retention", `These records are kept for ${retentionDays.usual} days.`],
      [
        "choices",
        `A workspace can choose ${retentionDays.long} days, or none: then no record is ever written, and only totals and the ledger remain.`,
      ],
      ["end-users", "Names of end users are removed from the totals together with the records."],
    ),
  );

const account = (facts: PolicyFacts) =>
  section(
    "account",
    "Your account",
    list(
      ["profile", "Your email address, and your name and organization if you give them."],
      ["password", "Your password, as an argon2id hash with its own salt."],
      [
        "two-factor",
        "If you turn on two-factor authentication, the secret that your authenticator app has, encrypted, and hashes of your recovery codes, until you turn it off.",
      ],
      [
        "security-log",
        `A security log of sign-ins, changes, new and deleted keys, downloads and unusual use of keys, kept for ${facts.securityLogDays} days.`,
      ],
      [
        "networks",
        `Addresses in it are shortened to their network and kept for at most ${facts.networkDays} days.`,
      ],
      [
        "browsers",
        `Each entry that comes from a browser also has what the browser says about itself (its user agent: name, version, operating system), kept for at most ${facts.networkDays} days.`,
      ],
      [
        "sessions",
        "Each session also stores its browser and network, so that you can recognize it; it is deleted within a day of its end.",
      ],
      [
        "audit",
        "The audit log of a workspace: who changed which key, setting or credit, and when, kept as long as the workspace exists.",
      ],
      [
        "audit-deleted",
        "When the workspace is deleted, the names in its audit log can no longer be read by anyone; IDs, times and amounts stay.",
      ],
      ["acceptance", "Which version of these policies you accepted, and when."],
    ),
  );

const payments = ({ billingRetentionYears }: PolicyFacts) =>
  section(
    "payments",
    "Payments",
    text(
      ["stripe", "Payments are made on Stripe’s pages; card numbers never reach this server."],
      ["fields", "We keep the amount, time, status, Stripe’s references, and a PO number if you give one."],
      [
        "saved-card",
        "A saved card for automatic charges is a token of Stripe, with the card’s brand, last four digits and expiry date.",
      ],
      [
        "profile",
        "A billing profile (name, address, tax ID, and a reference) is optional, and is sent to Stripe, which writes the invoices.",
      ],
      [
        "no-usage",
        "Stripe never receives what you use the service for: no model, no prompt, no token count.",
      ],
      [
        "kept",
        `Billing records are kept for the life of the account and for ${billingRetentionYears} years after it; once your account is deleted, they are pseudonymous, and the billing profile and PO numbers are gone.`,
      ],
      ["invoices", "Invoices that Stripe has issued stay with Stripe."],
    ),
  );

const optional = ({ eventDays, categoryDays }: PolicyFacts) =>
  section(
    "optional",
    "Optional data",
    text(
      [
        "off",
        `Data that the service does not need is collected only in workspaces whose owners or admins turn it on under [Privacy](${paths.privacy}).`,
      ],
      [
        "events",
        "Then the names of the pages that you open, the actions that you use, and the errors that you see are recorded with their time, for support: no content, no ID from a page’s address, no text.",
      ],
      [
        "events-kept",
        `They are kept for ${eventDays} days, and you see yours under [Your data](${paths.accountData}).`,
      ],
      [
        "events-own",
        `There you can also delete all of yours, and turn events off for yourself, whatever the workspace has chosen.`,
      ],
      ["events-operators", "Operators see how often each name occurs, not whose it is."],
      [
        "categories",
        "If the operator turns that on too, the beginning of a sample of the prompts of those workspaces is sent to a model whose provider keeps nothing, and put into a category.",
      ],
      [
        "categories-stored",
        "What is stored of it is a count by day, model and category, which leads to no request, workspace or person.",
      ],
      [
        "categories-skipped",
        "Requests that ask for more privacy than the defaults, by themselves, by their key or by their workspace, are never sampled.",
      ],
      [
        "stop",
        `Turning it off stops events at once, and samples with the next request. Events recorded by then are deleted when they are ${eventDays} days old, when you delete them, or with your account; counts by category lead to no one and are deleted after ${categoryDays} days.`,
      ],
    ),
  );

const use = () =>
  section(
    "use",
    "What we use it for",
    list(
      [
        "service",
        "To provide the service that you signed up for: sign-in, routing, limits, balances and charts.",
      ],
      ["billing", "To bill, to give receipts and invoices, and to keep the records that the law requires."],
      [
        "security",
        "To keep accounts secure and to prevent abuse, such as guessed passwords and floods of requests.",
      ],
      ["rankings", "Public rankings use totals per model of all workspaces together, which identify no one."],
      ["no-sale", "We do not sell personal data, and we do not share it for advertising."],
      ["no-decisions", "No decision with legal effect on you is made by automated means."],
    ),
  );

const mail = () =>
  section(
    "mail",
    "Mail",
    text(
      [
        "service",
        "We only send mail about your account: verification, password reset, receipts, credits and payments, keys, security, privacy requests, and changes of policies.",
      ],
      ["no-marketing", "We send nothing promotional."],
      [
        "choices",
        `Which notices you get is your choice under [Notifications](${paths.accountNotifications}), except those about security and money owed.`,
      ],
    ),
  );
