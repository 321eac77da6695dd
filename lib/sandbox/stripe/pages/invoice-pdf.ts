import type { WireInvoice } from "@/lib/sandbox/stripe/objects/invoice";
import { invoiceView } from "./invoice-view";
import { type PdfText, pdfOf } from "./pdf";

const left = 56;
const right = 539;
const bottom = 780;
/** Characters of the longest line. */
const longest = 88;

/** The PDF of an invoice: the same as its page, without the links. */
export function invoicePdf(invoice: WireInvoice): Buffer {
  const view = invoiceView(invoice);
  const pages: PdfText[][] = [[]];
  let y = 64;
  const put = (step: number, ...texts: Omit<PdfText, "y">[]) => {
    if (y + step > bottom) {
      pages.push([]);
      y = 64;
    }
    y += step;
    for (const text of texts) pages.at(-1)?.push({ ...text, y });
  };
  const amountLine = (name: string, amount: string, isBold = false) =>
    put(
      18,
      { x: left, text: name.slice(0, longest), size: 10, isBold },
      { x: right, text: amount, size: 10, isBold, isRight: true },
    );

  put(0, { x: left, text: view.heading, size: 20, isBold: true });
  put(20, { x: left, text: "Sandbox: no money has moved.", size: 9 });
  for (const { name, value } of view.details)
    put(18, { x: left, text: name, size: 10 }, { x: 180, text: value, size: 10, isBold: true });
  put(30, { x: left, text: "Billed to", size: 10, isBold: true });
  for (const line of view.customer) put(15, { x: left, text: line, size: 10 });
  put(16, { x: left, text: "", size: 10 });
  for (const line of view.lines) amountLine(line.name, line.amount);
  put(8, { x: left, text: "", size: 10 });
  for (const total of view.totals) amountLine(total.name, total.amount, true);
  for (const note of view.notes)
    for (const [index, line] of wrapped(note).entries())
      put(index === 0 ? 28 : 14, { x: left, text: line, size: 9 });
  return pdfOf(view.heading, pages);
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < longest)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
