import { defaultFormats } from "@/lib/kernel/format";
import { asOneLine } from "@/lib/kernel/recordable-text";
import type { Link, SummaryLink } from "./mail-parts";
import { mailMoment } from "./origin-facts";
import { bullet, renderParts } from "./render-mail";

/** Mails that were combined: how many, one line for each of the first ones, and what can be done about them. */
export type Bundle = {
  readonly count: number;
  readonly lines: readonly string[];
  readonly links: readonly Link[];
};

export const emptyBundle: Bundle = { count: 0, lines: [], links: [] };

/** What a combined mail keeps of a mail: one sentence, and the link that its recipient needs. */
export type Summary = { readonly text: string; readonly link: SummaryLink | null };

type BundleContext = { readonly product: string; readonly from: Date; readonly pagesUrl: string };

/** Lines of a bundle. Later ones are only counted, so that the mail stays readable and small. */
export const linesMax = 200;
/** Links of a bundle. Earlier ones are left out, but never the one that secures the account. */
export const linksMax = 25;
const countOfRest = /^\.{3} and (\d+) more\./m;

/** The label of the link that secures an account. It comes first, and no number of other links replaces it. */
export const secureLinkLabel = "Secure my account";
const openLabel = "Open your account";

export function addToBundle({ count, lines, links }: Bundle, { text, link }: Summary, at: Date): Bundle {
  const line = `${defaultFormats.shortMoment(at, "UTC")}  ${asOneLine(text)}`;
  return {
    count: count + 1,
    lines: lines.length < linesMax ? [...lines, line] : lines,
    links: link ? addLink(links, inOneLine(link)) : links,
  };
}

/** As the text of a bundle has them. */
function inOneLine({ replaces, ...link }: SummaryLink): SummaryLink {
  const label = asOneLine(link.label);
  return { ...link, label, ...(replaces !== undefined && { replaces: asOneLine(replaces) }) };
}

/**
 * A newer link replaces the one with its label, because its address works for longer, and the one that it names: many
 * notices about one thing must not leave the others without a link.
 */
function addLink(links: readonly Link[], { label, url, replaces }: SummaryLink): readonly Link[] {
  const kept = links.filter((link) => link.label !== label && link.label !== replaces);
  const all = [...kept, { label, url }];
  const secure = all.filter((link) => link.label === secureLinkLabel);
  const others = all.filter((link) => link.label !== secureLinkLabel);
  return [...secure, ...others.slice(secure.length - linksMax)];
}

/** The mail in both forms. The text is also the stored state of the bundle: `readBundle` reads it back. */
export function renderBundle({ count, lines, links }: Bundle, { product, from, pagesUrl }: BundleContext) {
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
    ...actionsOf(links, { label: openLabel, url: pagesUrl }),
    closing: closingOf(links.length),
  });
}

function closingOf(links: number): string {
  if (links === 0) return "If this wasn't you, change your password now, then check your keys and purchases.";
  const what =
    links === 1
      ? "use the link now: it works for seven days, asks before doing anything, and needs no password"
      : "use the links now: they work for seven days, ask before doing anything, and need no password";
  return `If any of this wasn't you, ${what}. Then check your keys and purchases.`;
}

/** What secures the account is the one thing to do. */
function actionsOf(links: readonly Link[], open: Link) {
  const [first, ...others] = links;
  return first?.label === secureLinkLabel
    ? { button: first, links: [...others, open] }
    : { button: open, links };
}

export function readBundle(text: string): Bundle {
  const all = text.split("\n");
  const lines = all.filter((line) => line.startsWith(bullet)).map((line) => line.slice(bullet.length));
  // A label ends with a colon and its address is the next line. No line of the list is followed by an address.
  const links = all.flatMap((line, index) => {
    const url = all[index + 1] ?? "";
    const isLink = line.endsWith(":") && !line.startsWith(bullet) && /^https?:\/\/\S+$/.test(url);
    return isLink ? [{ label: line.slice(0, -1), url }] : [];
  });
  return {
    count: lines.length + Number(countOfRest.exec(text)?.[1] ?? 0),
    lines,
    links: links.filter(({ label }) => label !== openLabel),
  };
}
