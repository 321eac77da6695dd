import { db } from "@/lib/db/client";

/** Waits for the newest mail of a kind in the outbox. Tests have no mail server, so its body stays there. */
export async function mailTo(recipient: string, kind: string): Promise<{ text: string; subject: string }> {
  for (let tries = 0; tries < 200; tries += 1) {
    const where = { recipient, kind };
    const mail = await db().outboxMail.findFirst({
      where,
      orderBy: { id: "desc" },
      select: { text: true, subject: true },
    });
    if (mail) return mail;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`no ${kind} mail for ${recipient}`);
}

/** The secret in the link of a mail. */
export async function mailedToken(recipient: string, kind: string): Promise<string> {
  const found = /token=([\w-]{43})/.exec((await mailTo(recipient, kind)).text);
  if (!found?.[1]) throw new Error("the mail has no link");
  return found[1];
}
