import { policyHref, type PolicySection } from "@/lib/policies/rules/policy";
import { contactWords, operatorWords, postalWords } from "./contact-words";
import type { PolicyFacts } from "./facts";
import { list, section, text } from "./parts";

/** What holds in this installation between its operator and its users. */
export function termsSections(facts: PolicyFacts): readonly PolicySection[] {
  return [agreement(facts), credits(facts), use(), service(), changes(facts), contact(facts)];
}

const agreement = (facts: PolicyFacts) =>
  section(
    "agreement",
    "Agreement",
    text(
      ["who", `${facts.productName} is run by ${operatorWords(facts)}.`],
      [
        "acceptance",
        `By creating an account, you agree to these terms and to the [privacy policy](${policyHref("privacy")}).`,
      ],
      ["age", "You must be sixteen or older."],
    ),
  );

const credits = (facts: PolicyFacts) =>
  section(
    "credits",
    "Credits",
    list(
      ["dollar", "One credit is one US dollar."],
      [
        "amounts",
        `You buy between ${facts.purchaseMin} and ${facts.purchaseMax} at a time; the fee is shown before you pay.`,
      ],
      ["price", "Usage is charged at the provider’s list price, with no markup, when a request ends."],
      ["hold", "A request starts only if your balance covers the most it can cost."],
      ["held", "That amount is held until the request is settled."],
      [
        "refunds",
        "Credits are not refunded on request. If a payment is refunded or disputed through Stripe, its credits are removed.",
      ],
      facts.creditExpiryDays > 0
        ? [
            "expiry",
            `Purchased credits expire ${facts.creditExpiryDays} days after their purchase; we warn you by email.`,
          ]
        : ["expiry", "Purchased credits do not expire."],
      ["lost", "Unused credits are lost when you delete your account."],
    ),
  );

const use = () =>
  section(
    "use",
    "Use",
    list(
      [
        "keys",
        "Keep your keys secret. You are responsible for any use of a key until you disable or delete it.",
      ],
      ["providers", "The terms of the provider that serves a request also apply to that request."],
      ["law", "Do not use the service to break the law, to attack others, or to get around its limits."],
    ),
  );

const service = () =>
  section(
    "service",
    "Service",
    text(
      ["catalog", "Models and prices come from providers and can change or be withdrawn."],
      ["as-is", "The service is provided “as is”, as far as the law allows."],
      ["closing", "Either party may close the account at any time; you can do so under Account."],
    ),
  );

const changes = ({ noticeDays }: PolicyFacts) =>
  section(
    "changes",
    "Changes",
    text(
      [
        "material",
        `Changes of these terms that matter are announced by email and in the console at least ${noticeDays} days before they take effect.`,
      ],
      ["accepted", "Once you have accepted a change in the console, we don't email you about it."],
      [
        "newcomers",
        "If you sign up in between, we tell you about the change on the sign-up page, by email and in the console.",
      ],
    ),
  );

const contact = ({ supportEmail, postalAddress }: PolicyFacts) => {
  const postal = postalWords(postalAddress);
  return section(
    "contact",
    "Contact",
    text(
      ["email", contactWords("For questions about your account, payments or these terms,", supportEmail)],
      postal === null ? null : ["postal", postal],
    ),
  );
};
