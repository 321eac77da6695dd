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
  const told = mails.map(({ text }) => text).join("\n");
  expect(names.filter((name) => !told.includes(name))).toEqual([]);
});
