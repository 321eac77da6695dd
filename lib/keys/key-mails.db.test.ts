import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createKey } from "./create-key";

beforeAll(async () => {
  await testDatabase();
});
afterAll(closeDb);

test("a hundred keys made at once cause a few mails, which tell of all of them", async () => {
  const { actor } = await createWorkspace();
  const user = await db().user.findUniqueOrThrow({ where: { id: actor.userId }, select: { email: true } });
  const make = (name: string) => createKey(actor, { name });
  const made = await Promise.all(Array.from({ length: 30 }, (_, index) => make(`Key ${index}`)));
  expect(made.filter(({ ok }) => ok)).toHaveLength(30);
  const mails = () =>
    db().outboxMail.findMany({
      where: { recipient: user.email ?? "" },
      select: { kind: true, subject: true, text: true, nextTryAt: true },
    });
  const of = async (kind: string) => (await mails()).filter((mail) => mail.kind === kind);
  expect(await of("key_created")).toHaveLength(5);
  const [bundle, ...others] = await of("keys_created");
  expect(others).toEqual([]);
  expect(bundle?.nextTryAt.getTime()).toBeGreaterThan(Date.now() + 10 * 60_000);
  const told = () => of("keys_created").then((all) => all.map(({ subject }) => subject));
  await make("The last");
  expect(await told()).toEqual([expect.stringMatching(/: 26 more API keys were made$/)]);
  expect((await of("keys_created"))[0]?.text).toContain("Name: The last");

  // What is made once that has been sent is told anew.
  await db().outboxMail.updateMany({
    where: { kind: "keys_created", recipient: user.email ?? "" },
    data: { sentAt: new Date() },
  });
  await make("Another");
  expect((await told()).at(-1)).toMatch(/: 1 more API key was made$/);
});
