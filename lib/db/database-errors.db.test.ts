import { afterAll, beforeAll, expect, test } from "vitest";
import { startDatabaseProxy, type DatabaseProxy } from "@/lib/testing/database-proxy";
import { testDatabase } from "@/lib/testing/database";
import { closeDb, db, sqlPool, transaction } from "./client";
import { isUnavailable } from "./database-errors";

let database: DatabaseProxy;
beforeAll(async () => {
  database = await startDatabaseProxy(await testDatabase());
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await closeDb();
  await database.stop();
});

/** What a failing question fails with. */
const errorOf = (question: Promise<unknown>): Promise<unknown> =>
  question.then(
    () => null,
    (error: unknown) => error,
  );

/** Asks for keys in a transaction of its own, with a time-out of the server's set to 50 ms. */
const listKeys = (setting: "lock_timeout" | "statement_timeout") =>
  transaction(async (tx) => {
    await tx.$executeRaw`select set_config(${setting}, '50ms', true)`;
    return tx.apiKey.findMany({ select: { id: true } });
  });

test("a database that is away is told from one that refused, through pg and through Prisma", async () => {
  const questions = () => [
    sqlPool().query("select 1"),
    db().apiKey.findMany({ select: { id: true } }),
    transaction((tx) => tx.apiKey.findMany({ select: { id: true } })),
  ];
  await Promise.all(questions());
  database.become("refused");
  // Twice: connections that break under a question, and connections that are not to be had.
  for (let turn = 0; turn < 2; turn += 1) {
    const errors = await Promise.all(questions().map(errorOf));
    expect(errors.map(isUnavailable)).toEqual([true, true, true]);
  }
  database.become("open");
  const refused = [
    sqlPool().query("select 1 / 0"),
    sqlPool().query("select * from no_such_table"),
    db().$queryRaw`select 1 / 0`,
    db().apiKey.findFirstOrThrow({ select: { id: true } }),
    Promise.reject(new TypeError("a fault of our own")),
  ];
  expect((await Promise.all(refused.map(errorOf))).map(isUnavailable)).toEqual(refused.map(() => false));
});

test("a time-out counts as no answer: of a lock, a statement, a silent server, a connection", async () => {
  const holder = await sqlPool().connect();
  await holder.query("begin; lock table api_keys in access exclusive mode");
  const late = [
    listKeys("lock_timeout"),
    listKeys("statement_timeout"),
    sqlPool().query("begin; set local statement_timeout = 50; select pg_sleep(60)"),
    sqlPool().query({ text: "select pg_sleep(60)", query_timeout: 50 } as { text: string }),
  ];
  expect((await Promise.all(late.map(errorOf))).map(isUnavailable)).toEqual(late.map(() => true));
  await holder.query("rollback");
  holder.release();
});
