import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db, transaction } from "@/lib/db/client";
import { type RunningMail, startMail } from "@/lib/sandbox/start-mail";
import { testDatabase } from "@/lib/testing/database";
import { deliverMails } from "./deliver-mails";
import { sendPending } from "./internal/send-pending";
import { purgeMails } from "./purge-mails";
import { queueMail } from "./queue-mail";
import { nextTryDelaySeconds, triesMax } from "./rules/retry";

await testDatabase();
let mail: RunningMail;

beforeAll(async () => {
  mail = await startMail({ smtpPort: 0, inboxPort: 0 });
  process.env["SMTP_URL"] = mail.smtpUrl;
});
afterAll(async () => {
  await mail.stop();
  await closeDb();
});

async function queued(recipient: string): Promise<void> {
  await transaction((tx) =>
    queueMail(tx, {
      kind: "verify_address",
      recipient,
      subject: "Hello",
      text: "canary body",
      html: "<p>canary body</p>",
    }),
  );
}

it("a subject cannot add a header or change the text direction", async () => {
  const recipient = `subject-${randomUUID()}@example.com`;
  const subject = "A key\r\nBcc: everyone@example.com\u2028\u202e";
  await transaction((tx) => queueMail(tx, { kind: "verify_address", recipient, subject, text: "x" }));
  const mail = await db().outboxMail.findFirst({ where: { recipient }, select: { id: true, subject: true } });
  expect(mail?.subject).toBe("A key Bcc: everyone@example.com");
  await db().outboxMail.deleteMany({ where: { recipient } });
});

async function received(recipient: string): Promise<number> {
  const response = await fetch(`${mail.url}/api/mails`);
  return (await response.text()).split(recipient).length - 1;
}

it("a queued mail is sent once, by however many runs, and its body is erased", async () => {
  const recipients = Array.from({ length: 12 }, () => `${randomUUID()}@example.test`);
  for (const recipient of recipients) await queued(recipient);
  await Promise.all([sendPending(), sendPending(), sendPending(), deliverMails()]);
  const rows = await db().outboxMail.findMany({ where: { recipient: { in: recipients } } });
  expect(rows.every((row) => row.sentAt !== null && row.attempts === 1)).toBe(true);
  expect(JSON.stringify(rows)).not.toContain("canary");
  for (const recipient of recipients) expect(await received(recipient)).toBeGreaterThan(0);
});

it("a rolled-back mail is never sent", async () => {
  const recipient = `${randomUUID()}@example.test`;
  const work = transaction(async (tx) => {
    await queueMail(tx, { kind: "verify_address", recipient, subject: "Hello", text: "x" });
    throw new Error("rolled back");
  });
  await expect(work).rejects.toThrow("rolled back");
  await deliverMails();
  expect(await received(recipient)).toBe(0);
});

it("a failed delivery is retried at growing intervals, then given up with its body erased", async () => {
  // The mail library itself rejects the address, before any server is contacted.
  const recipient = "not an address";
  await queued(recipient);
  await deliverMails();
  const once = await db().outboxMail.findFirstOrThrow({ where: { recipient } });
  expect(once).toMatchObject({ sentAt: null, failedAt: null, attempts: 1, text: "canary body" });
  expect(once.nextTryAt.getTime()).toBeGreaterThan(Date.now() + 5_000);
  await db().outboxMail.update({
    where: { id: once.id },
    data: { attempts: triesMax - 1, nextTryAt: new Date(0) },
  });
  await deliverMails();
  expect(await db().outboxMail.findUniqueOrThrow({ where: { id: once.id } })).toMatchObject({
    text: "",
    html: null,
    sentAt: null,
  });
  const delays = [1, 2, 3, 4, 9].map(nextTryDelaySeconds);
  expect(delays).toEqual([10, 40, 160, 640, 21_600]);
});

it("the address is deleted from the outbox after a week", async () => {
  const recipient = `${randomUUID()}@example.test`;
  await queued(recipient);
  await deliverMails();
  await purgeMails(new Date(Date.now() + 8 * 86_400_000));
  expect(await db().outboxMail.count({ where: { recipient } })).toBe(0);
});
