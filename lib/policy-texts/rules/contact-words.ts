import type { PolicyFacts } from "./facts";

/** Who runs the installation: a name, or that it is its operator. */
export function operatorWords({ legalName }: Pick<PolicyFacts, "legalName">): string {
  return legalName ?? "the operator of this installation";
}

/** "For questions, write to someone@example.com.", or that no contact is named. */
export function contactWords(lead: string, email: string | null): string {
  return email === null
    ? `${lead} the operator of this installation has named no contact.`
    : `${lead} write to [${email}](mailto:${email}).`;
}

/** The postal address in one line; null when none is named. */
export function postalWords(address: string | null): string | null {
  return address === null ? null : `By post: ${address.replaceAll("\n", ", ")}.`;
}
