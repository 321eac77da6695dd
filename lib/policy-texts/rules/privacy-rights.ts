import { paths } from "@/lib/kernel/paths";
import { policyHref, type PolicySection } from "@/lib/policies/rules/policy";
import { contactWords, postalWords } from "./contact-words";
import type { PolicyFacts } from "./facts";
import { list, section, text } from "./parts";

/** What people can do about their data, changes, and contacts. */
export function rightsSections(facts: PolicyFacts): readonly PolicySection[] {
  return [rights(facts), requests(), ccpa(), gdpr(), changes(facts), contact(facts)];
}

const rights = (facts: PolicyFacts) =>
  section(
    "rights",
    "What you can do",
    list(
      [
        "access",
        `See and change your data under [Account](${paths.account}), and choose what is kept under [Privacy](${paths.privacy}).`,
      ],
      ["export", "Export your request metadata as CSV from Activity."],
      [
        "archive",
        `Get everything that is stored about your account as one file, in JSON and CSV, under [Your data](${paths.accountData}).`,
      ],
      [
        "billing",
        "Billing records cannot be changed; references and a billing profile can be added to them.",
      ],
      [
        "deletion",
        "Delete your account under Account → Security: access ends immediately, and unused credits are lost.",
      ],
      ["erasure", "Your personal data is removed at once, and requests and stored content within the hour."],
      [
        "kept",
        "Entries of the ledger, purchases, and daily sums by model stay under a pseudonym, because payments have to be accounted for.",
      ],
      [
        "state",
        `The email about it has a link to what was removed, when, and what is kept until when; it works for ${facts.deletionLinkDays} days or longer.`,
      ],
      [
        "restrict",
        "Restrict processing: turn off records of requests, training, publication, and single providers, for the whole workspace.",
      ],
    ),
  );

const requests = () =>
  section(
    "data-requests",
    "Requests",
    text(
      [
        "form",
        `For anything else, use the [privacy request form](${paths.privacyRequest}), with or without an account, or write to the contact below.`,
      ],
      ["identity", "We confirm that it is you by a link to the email address of the account."],
      ["clocks", "We acknowledge a request within two business days and aim to answer within ten."],
      [
        "limits",
        "We answer within 30 days of the request, or 45 days under California law, and tell you if we need longer and why.",
      ],
      ["free", "Requests cost nothing, and no one is treated worse for making one."],
    ),
  );

const ccpa = () =>
  section(
    "ccpa",
    "California",
    text(
      [
        "rights",
        "If you live in California, you have the right to know what we collect, to a copy of it, to its correction and deletion, and not to be discriminated against.",
      ],
      [
        "categories",
        "We collect identifiers (email address, network, browser), commercial information (purchases), and internet activity (records of requests and, where optional data is on, interface events), for the purposes above.",
      ],
      ["opt-out", "We carry out a request to opt out within 15 business days, without an extension."],
      ["no-sale", "We neither sell nor share personal information, as the CCPA uses these words."],
      [
        "agent",
        "An authorized agent can make a request for you with your written permission; we confirm it with you.",
      ],
    ),
  );

const gdpr = () =>
  section(
    "gdpr",
    "European Union and United Kingdom",
    text(
      [
        "bases",
        "We process data to perform our contract with you (the service and its billing), to fulfill legal duties (billing records), for our legitimate interest in security (the security log), and with your consent (prompt logging, optional data, automatic charges).",
      ],
      ["consent", "You can withdraw consent at any time; what was done before stays lawful."],
      [
        "rights",
        "You have the right to access, correction, deletion, restriction, portability and objection, and can complain to a supervisory authority.",
      ],
    ),
  );

const changes = ({ noticeDays }: PolicyFacts) =>
  section(
    "changes",
    "Changes",
    text(
      [
        "material",
        `Changes that matter are announced to every account by email and in the console at least ${noticeDays} days before they take effect.`,
      ],
      ["accepted", "Once you have accepted a change in the console, we don't email you about it."],
      [
        "newcomers",
        "If you sign up in between, we tell you about the change on the sign-up page, by email and in the console.",
      ],
      ["words", "Corrections of words are published with their date."],
      ["versions", `All versions, and what each one changed, stay on [this page](${policyHref("privacy")}).`],
    ),
  );

const contact = ({ privacyEmail, postalAddress }: PolicyFacts) => {
  const postal = postalWords(postalAddress);
  return section(
    "contact",
    "Contact",
    text(
      ["email", contactWords("For questions and requests about your personal data,", privacyEmail)],
      postal === null ? null : ["postal", postal],
    ),
  );
};
