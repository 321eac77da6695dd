import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createKey } from "./create-key";

beforeAll(async () => {
  await testDatabase();
});
afterAll(closeDb);

test("130 keys, many created concurrently, cause five mails and one that names the other 125", async () => {
  const { actor } = await createWorkspace();
  const user = await db().user.findUniqueOrThrow({ where: { id: actor.userId }, select: { email: true } });
  const names = Array.from({ length: 130 }, (_, index) => `Key ${index}.`);
  // 26 at a time: each waits for a connection, and a test has few of them.
  for (let from = 0; from < names.length; from += 26) {
    const some = names.slice(from, from + 26);
    const results = await Promise.all(some.map((name) => createKey(actor, { name })));
    expect(results.filter(({ ok }) => ok)).toHaveLength(26);
  }
  const mails = await db().outboxMail.findMany({
    where: { recipient: user.email ?? "" },
    select: { kind: true, subject: true, text: true },
  });
  expect(mails.map(({ kind }) => kind).sort()).toEqual(["bundle", ...Array<string>(5).fill("key_created")]);
  const bundle = mails.find(({ kind }) => kind === "bundle");
  expect(bundle?.subject).toMatch(/^125 more notifications from /);
  const last = mails.filter(({ text }) =>
    text.includes("This is the last of 5 single notifications within an hour."),
  );
  expect(last.map(({ kind }) => kind)).toEqual(["key_created"]);
  const told = mails.map(({ text }) => text).join("\n");
  expect(names.filter((name) => !told.includes(name))).toEqual([]);
});

test("management keys are announced singly, however many other keys were created, up to 20 an hour", async () => {
  const { actor } = await createWorkspace();
  const { email } = await db().user.findUniqueOrThrow({
    where: { id: actor.userId },
    select: { email: true },
  });
  for (let index = 0; index < 7; index += 1) await createKey(actor, { name: `Key ${index}` });
  for (let index = 0; index < 21; index += 1)
    await createKey(actor, { name: `Manager ${index}.`, kind: "management" });
  const mails = await db().outboxMail.findMany({
    where: { recipient: email ?? "" },
    select: { kind: true, text: true, html: true },
  });
  const managing = mails.filter(({ kind }) => kind === "management_key_created");
  expect(managing).toHaveLength(20);
  const note = "This is the last of 20 single notifications within an hour.";
  const last = managing.filter(({ text, html }) => text.includes(note) && html?.includes(note));
  expect(last.map(({ text }) => text)).toEqual([expect.stringContaining("Manager 19.")]);
  expect(mails.find(({ kind }) => kind === "bundle")?.text).toContain("Manager 20.");
});
