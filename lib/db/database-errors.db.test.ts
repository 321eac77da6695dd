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

/** The error of a query that fails; null when it succeeds. */
const errorOf = (query: Promise<unknown>): Promise<unknown> =>
  query.then(
    () => null,
    (error: unknown) => error,
  );

/** Reads keys in a transaction with a server timeout of 50 ms. */
const listKeys = (setting: "lock_timeout" | "statement_timeout") =>
  transaction(async (tx) => {
    await tx.$executeRaw`select set_config(${setting}, '50ms', true)`;
    return tx.apiKey.findMany({ select: { id: true } });
  });

test("an unreachable database is distinguished from one that rejects a query, through pg and through Prisma", async () => {
  const queries = () => [
    sqlPool().query("select 1"),
    db().apiKey.findMany({ select: { id: true } }),
    transaction((tx) => tx.apiKey.findMany({ select: { id: true } })),
  ];
  await Promise.all(queries());
  database.become("refused");
  // Twice: connections that break during a query, and connections that cannot be opened.
  for (let turn = 0; turn < 2; turn += 1) {
    const errors = await Promise.all(queries().map(errorOf));
    expect(errors.map(isUnavailable)).toEqual([true, true, true]);
  }
  database.become("open");
  const rejected = [
    sqlPool().query("select 1 / 0"),
    sqlPool().query("select * from no_such_table"),
    db().$queryRaw`select 1 / 0`,
    db().apiKey.findFirstOrThrow({ select: { id: true } }),
    Promise.reject(new TypeError("a bug of our own")),
  ];
  expect((await Promise.all(rejected.map(errorOf))).map(isUnavailable)).toEqual(rejected.map(() => false));
});

test("a timeout counts as unavailable: of a lock, a statement, a silent server", async () => {
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
