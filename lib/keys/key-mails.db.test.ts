import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createKey } from "./create-key";

beforeAll(async () => {
  await testDatabase();
});
afterAll(closeDb);

test("a hundred keys created concurrently cause few mails, which count all of them", async () => {
  const { actor } = await createWorkspace();
  const user = await db().user.findUniqueOrThrow({ where: { id: actor.userId }, select: { email: true } });
  const create = (name: string) => createKey(actor, { name });
  const results = await Promise.all(Array.from({ length: 30 }, (_, index) => create(`Key ${index}`)));
  expect(results.filter(({ ok }) => ok)).toHaveLength(30);
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
  const bundleSubjects = () => of("keys_created").then((all) => all.map(({ subject }) => subject));
  await create("The last");
  expect(await bundleSubjects()).toEqual([expect.stringMatching(/: 26 more API keys were created$/)]);
  expect((await of("keys_created"))[0]?.text).toContain("Name: The last");

  // Keys created after that mail was sent are reported in a new one.
  await db().outboxMail.updateMany({
    where: { kind: "keys_created", recipient: user.email ?? "" },
    data: { sentAt: new Date() },
  });
  await create("Another");
  expect((await bundleSubjects()).at(-1)).toMatch(/: 1 more API key was created$/);
});
