import { defaultFormats } from "@/lib/kernel/format";
import { asOneLine } from "@/lib/kernel/recordable-text";
import { mailMoment } from "./origin-facts";
import { bullet, renderParts } from "./render-mail";

/** Mails that were combined: how many, and one line for each of the first ones. */
export type Bundle = { readonly count: number; readonly lines: readonly string[] };

type BundleContext = { readonly product: string; readonly from: Date; readonly pagesUrl: string };

/** Lines of a bundle. Later ones are only counted, so that the mail stays readable and small. */
export const linesMax = 200;
const countOfRest = /^\.{3} and (\d+) more\./m;

export function addToBundle({ count, lines }: Bundle, summary: string, at: Date): Bundle {
  const line = `${defaultFormats.shortMoment(at, "UTC")}  ${asOneLine(summary)}`;
  return { count: count + 1, lines: lines.length < linesMax ? [...lines, line] : lines };
}

/** The mail in both forms. The text is also the stored state of the bundle: `readBundle` reads it back. */
export function renderBundle({ count, lines }: Bundle, { product, from, pagesUrl }: BundleContext) {
  const rest = count - lines.length;
  const notifications = `${count} more ${count === 1 ? "notification" : "notifications"}`;
  const sentence = `There were many notifications for your account, so these are in one email. Since ${mailMoment(from)}:`;
  return renderParts({
    subject: `${notifications} from ${product}`,
    from: product,
    heading: notifications,
    paragraphs: [sentence],
    lines,
    ...(rest > 0 && { afterLines: `... and ${rest} more. The pages of your account show all of them.` }),
    button: { label: "Open your account", url: pagesUrl },
    closing: "If this wasn't you, change your password now, then check your keys and purchases.",
  });
}

export function readBundle(text: string): Bundle {
  const lines = text
    .split("\n")
    .filter((line) => line.startsWith(bullet))
    .map((line) => line.slice(bullet.length));
  return { count: lines.length + Number(countOfRest.exec(text)?.[1] ?? 0), lines };
}
