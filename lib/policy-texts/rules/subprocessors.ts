import { paths } from "@/lib/kernel/paths";
import type { PolicySection } from "@/lib/policies/rules/policy";
import type { PolicyFacts } from "./facts";
import { list, section, text } from "./parts";

/** Who handles data for the operator, and which model providers requests can go to. */
export function subprocessorSections(facts: PolicyFacts): readonly PolicySection[] {
  return [companies(facts), providers(facts)];
}

const companies = ({ subprocessors }: PolicyFacts) =>
  section(
    "companies",
    "Companies that work for us",
    list(
      [
        "stripe",
        "[Stripe](https://stripe.com/privacy), United States: payments, invoices and saved cards. It receives amounts, your email address and your billing profile, never what you use the service for.",
      ],
      ...subprocessors.map(({ name, purpose, country, url }) => {
        const link = url === null ? name : `[${name}](${url})`;
        return [nameId(name), `${link}, ${country}: ${purpose}.`] as const;
      }),
    ),
    subprocessors.length > 0
      ? text()
      : text(["none-named", "The operator has named no other company, such as one for servers or mail."]),
  );

const providers = (facts: PolicyFacts) =>
  section(
    "providers",
    "Model providers",
    text([
      "choice",
      `A provider receives a request only when it serves it; you choose which ones may under [Privacy](${paths.privacy}). The one exception: where optional data is on, the provider of the categorization model may receive the beginning of a prompt.`,
    ]),
    list(
      ...facts.providers.map(({ slug, name, headquarters, dataPolicy, privacyPolicyUrl }) => {
        const link = privacyPolicyUrl === null ? name : `[${name}](${privacyPolicyUrl})`;
        return [
          slug,
          `${link}, ${headquarters ?? "country not stated"}: ${policyWords(dataPolicy)}.`,
        ] as const;
      }),
    ),
  );

function policyWords({
  trains,
  retainsDays,
  publishes,
}: PolicyFacts["providers"][number]["dataPolicy"]): string {
  const training = {
    true: "trains on inputs",
    false: "does not train on inputs",
    unknown: "has stated nothing about training",
  }[`${trains}`];
  const keeping =
    retainsDays === "unknown"
      ? "has not stated how long it keeps them"
      : retainsDays === 0
        ? "keeps none"
        : `keeps them for up to ${retainsDays} ${retainsDays === 1 ? "day" : "days"}`;
  const publishing = {
    true: ", and may publish them",
    false: "",
    unknown: ", and has stated nothing about publishing",
  }[`${publishes}`];
  return `${training}, ${keeping}${publishing}`;
}

/** A name as the id of its sentence, so that the same company keeps it through all versions. */
function nameId(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");
}
