import { asOneLine } from "@/lib/kernel/recordable-text";
import { mailHtml } from "./mail-html";
import { limitOf, type MailKind } from "./mail-kinds";
import type { MailParts, SummaryLink } from "./mail-parts";

type MailContent = MailParts & {
  readonly kind: MailKind;
  readonly recipient: string;
  /** One sentence without secrets that replaces the mail when it is combined with others. */
  readonly summary?: string;
  /** The link that the combined mail keeps with that sentence. */
  readonly summaryLink?: SummaryLink;
};

export type RenderedMail = {
  readonly kind: MailKind;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly summary?: string;
  readonly summaryLink?: SummaryLink;
  /** The same mail with a note at its end. */
  readonly withNote: (note: string) => { readonly text: string; readonly html: string };
};

/** Renders a mail in both forms. */
export function renderMail(content: MailContent): RenderedMail {
  const { kind, recipient, summary, summaryLink } = content;
  const because = reasonOf(kind);
  const mail = { ...content, ...(because !== undefined && { because }) };
  const withNote = (note: string) => renderParts({ ...mail, note });
  return {
    kind,
    recipient,
    ...renderParts(mail),
    ...(summary !== undefined && { summary }),
    ...(summaryLink && { summaryLink }),
    withNote,
  };
}

/** Why mails of a kind are sent, where it is not for an account that the recipient has. */
function reasonOf(kind: MailKind): string | undefined {
  if (limitOf(kind) === "operator") return "you operate this installation";
  if (kind === "account_deleted") return "it concerns the account you had";
  return undefined;
}

/**
 * Subject, plain text and HTML. The text part is complete by itself. Names chosen by users become one line, so that they
 * can start neither a header nor a fact of their own.
 */
export function renderParts(content: MailParts): { subject: string; text: string; html: string } {
  const mail = {
    ...content,
    subject: asOneLine(content.subject),
    heading: asOneLine(content.heading),
    ...(content.facts && {
      facts: content.facts.map((fact) => ({ ...fact, value: asOneLine(fact.value) || "–" })),
    }),
  };
  return { subject: mail.subject, text: mailText(mail), html: mailHtml(mail) };
}

/** Every line of the list starts with this, and no other line of a mail does. */
export const bullet = "- ";

function mailText(mail: MailParts): string {
  const { heading, paragraphs, facts, lines, afterLines, button, links, closing, note, from } = mail;
  const blocks = [
    heading,
    ...paragraphs,
    facts?.map(({ label, value }) => `${label}: ${value}`).join("\n"),
    lines?.map((line) => `${bullet}${line}`).join("\n"),
    afterLines,
    ...[button, ...(links ?? [])].map((link) => link && `${link.label}:\n${link.url}`),
    closing,
    note,
    `— ${from}`,
  ];
  return `${blocks.filter((block) => block !== undefined && block !== "").join("\n\n")}\n`;
}
