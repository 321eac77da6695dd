import { asOneLine } from "@/lib/kernel/recordable-text";
import type { MailKind } from "./mail-kinds";

type MailContent = {
  readonly kind: MailKind;
  readonly recipient: string;
  readonly subject: string;
  /** Name of the product, for the signature. */
  readonly from: string;
  readonly paragraphs: readonly string[];
  readonly link?: { readonly label: string; readonly url: string };
  /** Text after the link: what to do if the user did not request this. */
  readonly closing?: string;
};

export type RenderedMail = {
  readonly kind: MailKind;
  readonly recipient: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** Renders a mail in both forms. The text part is complete by itself; the HTML part is plain markup without images. */
export function renderMail(mail: MailContent): RenderedMail {
  const { kind, recipient, subject, from, paragraphs, link, closing } = mail;
  const after = closing ? [closing] : [];
  const text = [...paragraphs, ...(link ? [`${link.label}:\n${link.url}`] : []), ...after, `— ${from}`].join(
    "\n\n",
  );
  const linkHtml = link
    ? [
        `<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p><p style="color:#555">${escapeHtml(link.url)}</p>`,
      ]
    : [];
  const body = [
    ...paragraphs.map(paragraph),
    ...linkHtml,
    ...after.map(paragraph),
    `<p>— ${escapeHtml(from)}</p>`,
  ].join("\n");
  const html = `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head><body style="font:16px/1.5 sans-serif;max-width:36em">\n${body}\n</body></html>\n`;
  return { kind, recipient, subject: asOneLine(subject), text: `${text}\n`, html };
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text).replaceAll("\n", "<br>")}</p>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
