import { randomUUID } from "node:crypto";
import type * as argon2 from "@node-rs/argon2";
import pg from "pg";
import { afterAll, expect, it, vi } from "vitest";
import { closeDb, db, sqlTransaction } from "@/lib/db/client";
import { unknownOrigin } from "@/lib/kernel/network";
import { testDatabase } from "@/lib/testing/database";
import { mailedToken, mailTo } from "@/lib/testing/mails";
import { authenticate } from "./authenticate";
import { createUser } from "./create-user";
import { requestReset } from "./request-reset";
import { signUp } from "./sign-up";
import { verifyEmail } from "./verify-email";

const hashing = vi.hoisted(() => ({ hashes: 0, verifications: 0 }));

vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof argon2>();
  return {
    ...real,
    hash: (...input: Parameters<typeof real.hash>) => {
      hashing.hashes += 1;
      return real.hash(...input);
    },
    verify: (...input: Parameters<typeof real.verify>) => {
      hashing.verifications += 1;
      return real.verify(...input);
    },
  };
});

await testDatabase();
afterAll(closeDb);

const password = "violet anchor minute parsnip";
const statements: string[] = [];
const realQuery = Reflect.get(pg.Client.prototype, "query") as (...input: unknown[]) => unknown;

function counted(this: pg.Client, ...input: unknown[]): unknown {
  const [first] = input;
  const text = typeof first === "string" ? first : ((first as { text?: string } | undefined)?.text ?? "");
  // A rollback to the savepoint in one case replaces its release in the other: one statement in both.
  const word = /^rollback to/i.test(text) ? "RELEASE" : (text.trim().split(/\s/)[0]?.toUpperCase() ?? "");
  // Mails are sent in parallel with the response, whenever they are due.
  if (!/update outbox_mails/i.test(text)) statements.push(word);
  return Reflect.apply(realQuery, this, input);
}

Reflect.set(pg.Client.prototype, "query", counted);
afterAll(() => void Reflect.set(pg.Client.prototype, "query", realQuery));

/** The work until the response: statements by their first word, and hash computations. */
async function workOf(act: () => Promise<unknown>) {
  statements.length = 0;
  Object.assign(hashing, { hashes: 0, verifications: 0 });
  await act();
  return { statements: [...statements].sort(), ...hashing };
}

const fresh = () => `ada-${randomUUID().slice(0, 8)}@example.test`;

async function known(): Promise<string> {
  const email = fresh();
  await createUser({ email, password, verified: true });
  return email;
}

it("sign-up does the same work for new, unconfirmed and known addresses, and sends one mail to each", async () => {
  // The dummy hash and the connections are created once.
  await signUp({ email: fresh(), password });
  const [newcomer, waiting, owner] = [fresh(), fresh(), await known()];
  await signUp({ email: waiting, password });
  const forNewcomer = await workOf(() => signUp({ email: newcomer, password }));
  const forWaiting = await workOf(() => signUp({ email: waiting, password }));
  const forOwner = await workOf(() => signUp({ email: owner, password }));
  expect(forNewcomer.hashes).toBe(1);
  expect(forWaiting).toEqual(forNewcomer);
  expect(forOwner).toEqual(forNewcomer);
  const mails = async (recipient: string) => db().outboxMail.count({ where: { recipient } });
  expect([await mails(newcomer), await mails(waiting), await mails(owner)]).toEqual([1, 2, 1]);
});

it("the placeholder user of a sign-up leaves no rows", async () => {
  const owner = await known();
  const count = async () => [
    await db().user.count(),
    await db().workspace.count(),
    await db().wallet.count(),
    await db().emailToken.count(),
  ];
  const before = await count();
  await signUp({ email: owner, password: "orchid magnet lantern whistle" });
  expect(await count()).toEqual(before);
  const waiting = fresh();
  await signUp({ email: waiting, password });
  const between = await count();
  await signUp({ email: waiting, password: "orchid magnet lantern whistle" });
  expect(await count()).toEqual(between);
  const token = await mailedToken(waiting, "verify_address");
  expect(
    await verifyEmail(token, { password: "orchid magnet lantern whistle" }, unknownOrigin),
  ).toMatchObject({ ok: true });
});

it("a wrong password and an unknown address cost the same work", async () => {
  const owner = await known();
  await authenticate({ email: owner, password: "guess", origin: unknownOrigin });
  const work = (email: string) =>
    workOf(() => authenticate({ email, password: "a guess", origin: unknownOrigin }));
  expect(await work(fresh())).toEqual(await work(owner));
});

it("requesting a reset does not wait for work that happens only for an account", async () => {
  const owner = await known();
  await sqlTransaction(async (client) => {
    await client.query("select 1 from users where email = $1 for update", [owner]);
    for (const email of [owner, fresh()])
      expect(await requestReset(email)).toEqual({ ok: true, value: { email } });
  });
  await mailTo(owner, "reset_password");
});
