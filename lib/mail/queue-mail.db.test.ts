import { randomUUID } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { closeDb, db, transaction } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { queueMail } from "./queue-mail";
import type { MailKind } from "./rules/mail-kinds";
import { newSignInMail } from "./templates/security-mails";

await testDatabase();
afterAll(closeDb);

const minuteMs = 60_000;

function queue(recipient: string, kind: MailKind, summary = "a summary", now = new Date()): Promise<void> {
  return transaction((tx) =>
    queueMail(tx, { kind, recipient, subject: "A subject", text: "A text", summary }, now),
  );
}

function mailsTo(recipient: string) {
  return db().outboxMail.findMany({
    where: { recipient },
    orderBy: { createdAt: "asc" },
    select: { id: true, kind: true, subject: true, text: true, createdAt: true, nextTryAt: true },
  });
}

const address = () => `${randomUUID()}@example.test`;

it("an address gets at most nine notices in an hour, of whatever kind, and none is lost", async () => {
  const recipient = address();
  const startedAt = Date.now();
  // The clock is the argument; what would have been sent by then is marked as sent.
  for (let index = 0; index < 130; index += 1) {
    const now = new Date(startedAt + Math.floor((index * 60 * minuteMs) / 130));
    await db().outboxMail.updateMany({
      where: { recipient, nextTryAt: { lte: now } },
      data: { sentAt: now, attempts: 1 },
    });
    await queue(recipient, index % 2 ? "receipt" : "key_created", `number ${index}.`, now);
  }
  const mails = await mailsTo(recipient);
  const bundles = mails.filter(({ kind }) => kind === "bundle");
  expect(mails.length - bundles.length).toBe(5);
  expect(mails.length).toBeLessThanOrEqual(9);
  const told = bundles.map(({ text }) => text).join("\n");
  for (let index = 5; index < 130; index += 1) expect(told).toContain(`number ${index}.`);
  for (const { createdAt, nextTryAt } of bundles)
    expect(nextTryAt.getTime() - createdAt.getTime()).toBe(15 * minuteMs);
});

it("notices delay neither links that someone requested nor the mail about a changed password", async () => {
  const recipient = address();
  for (let index = 0; index < 12; index += 1) await queue(recipient, "key_created");
  const requested = ["verify_address", "reset_password", "already_registered", "password_changed"] as const;
  for (const kind of requested) await queue(recipient, kind);
  const mails = await mailsTo(recipient);
  for (const kind of requested) {
    const mail = mails.find((one) => one.kind === kind);
    expect(mail?.nextTryAt.getTime(), kind).toBeLessThanOrEqual(Date.now());
  }
  // Repeated changes are combined, too.
  for (let index = 0; index < 6; index += 1) await queue(recipient, "password_changed", "changed again");
  const after = await mailsTo(recipient);
  expect(after.filter(({ kind }) => kind === "password_changed")).toHaveLength(5);
  expect(after.find(({ kind }) => kind === "bundle")?.text.match(/changed again/g)).toHaveLength(2);
});

it("a mail that is in delivery gets no more lines: the next notice starts another", async () => {
  const recipient = address();
  for (let index = 0; index < 7; index += 1) await queue(recipient, "key_created");
  // As a delivery leases it: its next try is ahead, and its text is erased after it.
  await db().outboxMail.updateMany({
    where: { recipient, kind: "bundle" },
    data: { attempts: 1, nextTryAt: new Date(Date.now() + 2 * minuteMs) },
  });
  await queue(recipient, "key_created", "the last one");
  const bundles = (await mailsTo(recipient)).filter(({ kind }) => kind === "bundle");
  expect(bundles.map(({ subject }) => subject)).toEqual([
    expect.stringMatching(/^2 more notifications from /),
    expect.stringMatching(/^1 more notification from /),
  ]);
  expect(bundles[1]?.text).toContain("the last one");
});

it("a delivery that starts while a line is added loses no line", async () => {
  const recipient = address();
  for (let index = 0; index < 6; index += 1) await queue(recipient, "key_created");
  const { id } = await db().outboxMail.findFirstOrThrow({ where: { recipient, kind: "bundle" } });
  let adding: Promise<void> = Promise.resolve();
  await transaction(async (tx) => {
    await tx.outboxMail.update({ where: { id }, data: { attempts: 1 }, select: { id: true } });
    adding = queue(recipient, "key_created", "the late one");
    await waitingForRow();
  });
  await adding;
  const bundles = (await mailsTo(recipient)).filter(({ kind }) => kind === "bundle");
  expect(bundles).toHaveLength(2);
  expect(
    bundles.filter(({ text }) => text.includes("the late one")).map(({ id: other }) => other),
  ).not.toContain(id);
});

it("sign-ins beyond the limit keep their devices and a link that secures the account", async () => {
  const recipient = address();
  const origin = (index: number) => ({
    network: `198.51.${index}.0/24`,
    userAgent: `Firefox/${index} (Linux)`,
  });
  for (let index = 0; index < 8; index += 1) {
    const url = `https://console.example.com/secure-account?token=${index}`;
    const mail = newSignInMail(recipient, { at: new Date(), origin: origin(index) }, url);
    await transaction((tx) => queueMail(tx, mail));
  }
  await queue(recipient, "password_changed", "changed");
  const bundle = (await mailsTo(recipient)).find(({ kind }) => kind === "bundle");
  for (const index of [5, 6, 7])
    expect(bundle?.text).toContain(
      `New sign-in to your account: Firefox on Linux, network 198.51.${index}.0/24\n`,
    );
  expect(bundle?.text).toContain("Secure my account:\nhttps://console.example.com/secure-account?token=7\n");
  expect(bundle?.text.match(/token=/g)).toHaveLength(1);
});

async function waitingForRow(): Promise<void> {
  const blocked = async () => {
    const rows = await db().$queryRaw<unknown[]>`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    return rows.length > 0;
  };
  await expect.poll(blocked, { timeout: 10_000 }).toBe(true);
}
