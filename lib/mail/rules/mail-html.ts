import { escapeHtml } from "@/lib/kernel/escape-html";
import { type Colors, dark, light } from "./mail-colors";
import type { Fact, Link, MailParts } from "./mail-parts";

const sans = "-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const mono = "ui-monospace,Menlo,Consolas,monospace";

/**
 * The HTML part: tables with inline styles and no image, because mail clients drop style sheets, variables and remote
 * content. Clients that keep the style element and know the dark theme get it; all others show the light one.
 */
export function mailHtml(mail: MailParts): string {
  const { subject, from, heading, paragraphs, isRecord = false, closing, note } = mail;
  const { because = "it concerns your account" } = mail;
  const content = [
    `<h1 class="ink" style="margin:0 0 12px;font:600 20px/28px ${sans};letter-spacing:-.01em;color:${light.ink}">${escapeHtml(heading)}</h1>`,
    ...paragraphs.map((text) => paragraph(text)),
    ...(mail.facts ? [factsTable(mail.facts)] : []),
    ...(mail.lines ? [listOf(mail.lines)] : []),
    ...(mail.afterLines ? [paragraph(mail.afterLines)] : []),
    ...(mail.button ? [button(mail.button)] : []),
    ...(mail.links ?? []).map(textLink),
    ...(closing ? [paragraph(closing, true)] : []),
    ...(note ? [paragraph(note, true)] : []),
  ].join("\n");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>${styleSheet}</style>
</head>
<body class="page" style="margin:0;padding:0;background:${light.page}">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${light.page}"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="560" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:560px;text-align:left">
<tr><td style="padding:0 0 16px">${nameplate(from)}</td></tr>
<tr><td class="card${isRecord ? " stub" : ""}" style="padding:28px 24px 16px;background:${light.card};border:1px solid ${light.line};border-radius:${isRecord ? "0 8px 8px 0" : "8px"};${isRecord ? stubEdge : ""}">
${content}
</td></tr>
<tr><td class="muted" style="padding:16px 0 0;font:400 12px/16px ${sans};color:${light.muted}">Sent by ${escapeHtml(from)} because ${escapeHtml(because)}.</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}

/** The perforated edge of a record. */
const stubEdge = `border-left:4px dotted ${light.strongLine};`;

/** The logo without an image: a stub and its perforation, as two table cells. */
function nameplate(name: string): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>
<td class="mark" width="13" height="18" style="width:13px;height:18px;background:${light.accent};border-radius:3px 0 0 3px;font-size:0">&nbsp;</td>
<td class="tear" width="3" height="18" style="width:3px;height:18px;border-left:3px dotted ${light.accent};font-size:0">&nbsp;</td>
<td class="ink" style="padding-left:6px;font:600 16px/18px ${sans};color:${light.ink}">${escapeHtml(name)}</td>
</tr></table>`;
}

function paragraph(text: string, isMuted = false): string {
  const color = isMuted ? light.muted : light.ink;
  return `<p class="${isMuted ? "muted" : "ink"}" style="margin:0 0 12px;font:400 14px/20px ${sans};color:${color}">${escapeHtml(text)}</p>`;
}

function factsTable(facts: readonly Fact[]): string {
  return `<table class="facts" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 20px;border-collapse:collapse">
${facts.map(factRow).join("\n")}
</table>`;
}

function factRow({ label, value, show }: Fact): string {
  const isTotal = show === "total";
  const rule = isTotal
    ? `border-bottom:4px double ${light.strongLine}`
    : `border-bottom:1px solid ${light.line}`;
  const weight = isTotal ? 600 : 400;
  const font = show === "code" ? `400 12px/20px ${mono}` : `${weight} 14px/20px ${sans}`;
  const line = isTotal ? "total" : "row";
  return `<tr><th scope="row" class="${line} ${isTotal ? "ink" : "muted"}" align="left" valign="top" style="padding:7px 12px 7px 0;${rule};font:${weight} 14px/20px ${sans};color:${isTotal ? light.ink : light.muted};text-align:left;white-space:nowrap">${escapeHtml(label)}</th>
<td class="${line} ink" align="right" valign="top" style="padding:7px 0;${rule};font:${font};color:${light.ink};text-align:right;font-variant-numeric:tabular-nums;word-break:break-word;overflow-wrap:anywhere">${escapeHtml(value)}</td></tr>`;
}

/** The times have a column of their own. */
function listOf(lines: readonly string[]): string {
  const rows = lines.map((line) => {
    const [time = "", ...text] = line.split("  ");
    const cell = `valign="top" style="padding:5px 0;border-bottom:1px solid ${light.line};font:400 13px/20px ${sans}`;
    return `<tr><td class="row muted" ${cell};padding-right:12px;color:${light.muted};white-space:nowrap">${escapeHtml(time)}</td>
<td class="row ink" width="100%" ${cell};color:${light.ink};overflow-wrap:anywhere;word-break:break-word">${escapeHtml(text.join("  "))}</td></tr>`;
  });
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 20px;border-collapse:collapse">
${rows.join("\n")}
</table>`;
}

/** The address is shown as well: some clients block buttons, and careful readers compare it. */
function button({ label, url }: Link): string {
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 12px"><tr><td class="button" style="background:${light.accent};border-radius:6px"><a class="label" href="${escapeHtml(url)}" style="display:inline-block;padding:10px 20px;font:500 14px/20px ${sans};color:${light.accentInk};text-decoration:none">${escapeHtml(label)}</a></td></tr></table>
<p class="muted" style="margin:0 0 16px;font:400 12px/16px ${sans};color:${light.muted};overflow-wrap:anywhere;word-break:break-word">Or open <a class="muted" href="${escapeHtml(url)}" style="color:${light.muted}">${escapeHtml(url)}</a></p>`;
}

function textLink({ label, url }: Link): string {
  return `<p style="margin:0 0 12px;font:400 14px/20px ${sans}"><a class="link" href="${escapeHtml(url)}" style="color:${light.accent}">${escapeHtml(label)}</a></p>`;
}

const styleSheet = `:root{color-scheme:light dark;supported-color-schemes:light dark}@media (prefers-color-scheme:dark){${rulesFor(dark)}}`;

/** Only the colors change. Each rule has to win over the inline style of its element. */
function rulesFor(colors: Colors): string {
  const rules = {
    ".page": `background:${colors.page}`,
    ".card": `background:${colors.card}`,
    ".ink": `color:${colors.ink}`,
    ".muted": `color:${colors.muted}`,
    ".link": `color:${colors.accent}`,
    ".mark,.button": `background:${colors.accent}`,
    ".label": `color:${colors.accentInk}`,
    ".card,.row": `border-color:${colors.line}`,
    ".total": `border-color:${colors.strongLine}`,
    ".stub": `border-left-color:${colors.strongLine}`,
    ".tear": `border-left-color:${colors.accent}`,
  };
  return Object.entries(rules)
    .map(([selector, rule]) => `${selector}{${rule}!important}`)
    .join("");
}
