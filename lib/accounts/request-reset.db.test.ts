import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, expect, it } from "vitest";
import { closeDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { startDatabaseProxy } from "@/lib/testing/database-proxy";
import { mailedToken } from "@/lib/testing/mails";
import { createUser } from "./create-user";
import { requestReset } from "./request-reset";

const url = await testDatabase();
const direct = new pg.Client({ connectionString: url });
await direct.connect();
const database = await startDatabaseProxy(url);
process.env.DATABASE_URL = database.url;
afterAll(async () => {
  await direct.end();
  await closeDb();
  await database.stop();
});

const mails = async () =>
  (await direct.query("select 1 from outbox_mails where kind = 'reset_password'")).rowCount;

it("a link that was asked for while the database was away is sent once it is back", async () => {
  const email = `eve-${randomUUID().slice(0, 8)}@example.test`;
  expect((await createUser({ email, password: "violet anchor minute parsnip", verified: true })).ok).toBe(
    true,
  );
  database.become("refused");
  expect(await requestReset(email)).toEqual({ ok: true, value: { email } });
  expect(await mails()).toBe(0);
  database.become("open");
  expect(await mailedToken(email, "reset_password")).toBeTruthy();
  expect(await mails()).toBe(1);
});
