import { createHash } from "node:crypto";
import { escapeHtml } from "@/lib/kernel/escape-html";
import { pageHtml } from "@/lib/sandbox/http/html";
import type { Mail } from "./mailbox";

const note =
  '<p class="sandbox">Sandbox inbox: it receives all mail that the product sends. None of it leaves this machine.</p>';

/** Reloads the list when mail has arrived. A timed refresh of the whole page would disturb screen readers. */
const refresh = `setInterval(async () => {
  const response = await fetch("/api/latest" + location.search).catch(() => null);
  if (response && response.ok && (await response.json()).latest !== document.body.querySelector("main").dataset.latest) location.reload();
}, 2000);`;

/** Allows the one script of the list page by its hash, and nothing else. */
export const listPolicy = `script-src 'sha256-${createHash("sha256").update(refresh).digest("base64")}'; connect-src 'self'`;

/** The list, newest first. */
export function listPage(mails: readonly Mail[], to: string | null): string {
  const title = to ? `Inbox of ${to}` : "Inbox";
  const rows = mails.map(
    (mail) =>
      `<li><a href="/mails/${mail.id}"><strong>${escapeHtml(mail.subject || "(no subject)")}</strong>` +
      `<span class="muted">To ${escapeHtml(mail.to.join(", "))} · ${timeHtml(mail)}</span></a></li>`,
  );
  const list =
    rows.length > 0
      ? `<ul class="mails">${rows.join("\n")}</ul>`
      : '<div class="card"><p>No mail yet.</p><p class="muted">Sign up or request a password reset, and the message appears here within seconds.</p></div>';
  const all = to ? '<p><a href="/">All mail</a></p>' : "";
  const body = `<main data-latest="${mails[0]?.id ?? ""}">${note}<h1>${escapeHtml(title)}</h1><p class="muted">${mails.length} ${mails.length === 1 ? "message" : "messages"}, newest first. New mail appears automatically.</p>${all}${list}</main><script>${refresh}</script>`;
  return pageHtml(`${title} (${mails.length})`, body);
}

/** One message: its text with working links, then its HTML in a frame without scripts. */
export function mailPage(mail: Mail): string {
  const subject = mail.subject || "(no subject)";
  const text = mail.text ? `<h2>Text</h2><div class="card"><pre>${linked(mail.text)}</pre></div>` : "";
  const html = mail.html
    ? `<h2>As shown in a mail client</h2><iframe title="Message as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation" srcdoc="${escapeHtml(framed(mail.html))}"></iframe>`
    : "";
  return pageHtml(
    subject,
    `<main>${note}<p><a class="cancel" href="/">Back to the inbox</a></p><h1>${escapeHtml(subject)}</h1>
<dl><dt>To</dt><dd>${escapeHtml(mail.to.join(", "))}</dd><dt>From</dt><dd>${escapeHtml(mail.from)}</dd><dt>Received</dt><dd>${timeHtml(mail)}</dd></dl>
${text}${html}</main>`,
  );
}

export function missingPage(): string {
  return pageHtml(
    "Not found",
    `<main>${note}<h1>Message not found</h1><p>Only the most recent messages are kept.</p><p><a href="/">Back to the inbox</a></p></main>`,
  );
}

/** Document of the frame: only inline styles and embedded images; links open outside of the frame. */
function framed(html: string): string {
  return `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><base target="_top">${html}`;
}

/** Escaped text with web addresses as links. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) => {
      const safe = escapeHtml(part);
      return index % 2 === 1 ? `<a href="${safe}">${safe}</a>` : safe;
    })
    .join("");
}

function timeHtml(mail: Mail): string {
  const readable = mail.receivedAt.slice(0, 19).replace("T", " ");
  return `<time datetime="${escapeHtml(mail.receivedAt)}">${escapeHtml(readable)} UTC</time>`;
}
