import { mailDay } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";
import { basisLabels, basisSentences, categoriesText, type LegalBasis } from "./disclosure-kinds";

export type DisclosureFacts = {
  readonly authority: string | null;
  readonly legalBasis: LegalBasis;
  readonly reference: string | null;
  readonly disclosedOn: Date;
  readonly categories: readonly string[];
  /** Whether telling was forbidden until now. */
  readonly wasForbidden: boolean;
};

type Context = {
  /** Name of the product. */
  readonly from: string;
  readonly recipient: string;
  readonly workspaceName: string;
  /** The page that shows it, which asks for a sign-in. */
  readonly url: string;
};

/** Tells an owner that data of their workspace was given to an authority. */
export function disclosureMail(facts: DisclosureFacts, context: Context): RenderedMail {
  const { authority, legalBasis, reference, disclosedOn, categories, wasForbidden } = facts;
  const { from, recipient, workspaceName, url } = context;
  return renderMail({
    kind: "disclosure",
    recipient,
    from,
    subject: "Your data was disclosed to an authority",
    heading: "Your data was disclosed to an authority",
    summary: "Data of a workspace of yours was disclosed to an authority. See Your data.",
    paragraphs: [
      basisSentences[legalBasis],
      wasForbidden
        ? "Until now, it was forbidden to tell you."
        : "We tell everyone concerned, unless that is forbidden.",
    ],
    facts: [
      { label: "Workspace", value: workspaceName },
      { label: "Authority", value: authority ?? "" },
      { label: "Legal basis", value: basisLabels[legalBasis] },
      ...(reference ? [{ label: "Reference", value: reference }] : []),
      { label: "Disclosed", value: mailDay(disclosedOn) },
      { label: "Data", value: categoriesText(categories) },
    ],
    button: { label: "View the disclosure", url },
    closing: "You may want to ask a lawyer about it. The record stays under Your data.",
    isRecord: true,
  });
}
