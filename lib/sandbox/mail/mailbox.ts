import { randomUUID } from "node:crypto";
import PostalMime from "postal-mime";
import { openSnapshot } from "@/lib/sandbox/files/snapshot";
import { isObject, listOf, textOf } from "@/lib/sandbox/http/json";

export type Mail = {
  readonly id: string;
  /** Recipients in the envelope, in lower case. */
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** ISO time of arrival. */
  readonly receivedAt: string;
};

/** Number of mails to keep; older ones are dropped. */
const mailsMax = 500;

/** Received mails, newest first. */
export function openMailbox(dataDir?: string) {
  let mails: Mail[] = [];
  const snapshot = openSnapshot(dataDir, "mails.json", () => mails);
  mails = listOf(snapshot.load()).flatMap(readMail).slice(0, mailsMax);

  async function receive(raw: Buffer, envelope: { readonly to: readonly string[]; readonly from: string }) {
    const parsed = await PostalMime.parse(raw);
    const mail: Mail = {
      id: randomUUID(),
      to: envelope.to.map((address) => address.toLowerCase()),
      from: parsed.from?.address ?? envelope.from,
      subject: parsed.subject ?? "",
      text: parsed.text ?? "",
      html: parsed.html ?? "",
      receivedAt: new Date().toISOString(),
    };
    mails = [mail, ...mails].slice(0, mailsMax);
    snapshot.changed();
  }

  return {
    receive,
    list: (to?: string | null) => (to ? mails.filter((mail) => mail.to.includes(to.toLowerCase())) : mails),
    find: (id: string) => mails.find((mail) => mail.id === id) ?? null,
    clear: () => {
      mails = [];
      snapshot.changed();
    },
    close: () => snapshot.flush(),
  };
}

export type Mailbox = ReturnType<typeof openMailbox>;

function readMail(value: unknown): Mail[] {
  if (!isObject(value) || !textOf(value.id)) return [];
  const { id, from, subject, text, html, receivedAt } = value;
  const to = listOf(value.to).map(textOf);
  return [
    {
      id: textOf(id),
      to,
      from: textOf(from),
      subject: textOf(subject),
      text: textOf(text),
      html: textOf(html),
      receivedAt: textOf(receivedAt),
    },
  ];
}
