import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/config/env";
import { PrismaClient } from "@/lib/db/generated/client";

// int8 comes back as bigint and date as its text: money must not pass through a float, nor a day through a zone.
// Set per pool, not globally, because Prisma's adapter parses its own results.
const parsers = new Map<number, (text: string) => unknown>([
  [20, (text) => BigInt(text)],
  [1082, (text) => text],
]);

const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    return (format !== "binary" && parsers.get(oid)) || pg.types.getTypeParser(oid, format);
  },
};

type Handles = { pool: pg.Pool; preparedPool: pg.Pool; prisma: PrismaClient };

// Next's development server re-evaluates modules; the pools must survive that.
const store = globalThis as typeof globalThis & { counterfoilDb?: Handles };

function handles(): Handles {
  store.counterfoilDb ??= open(env().databaseUrl);
  return store.counterfoilDb;
}

function open(connectionString: string): Handles {
  const limits = {
    max: 20,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
  };
  const pool = surviving(new pg.Pool({ connectionString, ...limits, types }));
  const preparedPool = surviving(new pg.Pool({ connectionString, ...limits, max: 6, types, pipeline: true }));
  // A plan that is made while a table is still empty must not read the whole table an hour later.
  preparedPool.on("connect", (client) => {
    client.query("set plan_cache_mode = force_generic_plan; set enable_seqscan = off").catch(() => undefined);
  });
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString, ...limits }) });
  return { pool, preparedPool, prisma };
}

function surviving(pool: pg.Pool): pg.Pool {
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => undefined);
  // The same for one that breaks while it is lent out, between two statements: the next statement reports it.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** Prisma, for ordinary reads and writes with an explicit `select`. */
export function db(): PrismaClient {
  return handles().prisma;
}

/**
 * Plain `pg`, for the spend path, the feed, charts and exports. `bigint` columns arrive as bigint, dates as text.
 * Always unnamed statements: a generic plan is sixty times slower on partitions (performance.md).
 */
export function sqlPool(): pg.Pool {
  return handles().pool;
}

/**
 * A few connections that keep their statements prepared and send several without waiting, for writes whose text never
 * changes (`run-prepared.ts`). Plans there are generic and go by index: nothing that reads a range belongs here.
 */
export function preparedPool(): pg.Pool {
  return handles().preparedPool;
}

export type Tx = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

/** Runs `work` in one transaction at READ COMMITTED, bounded in time; what it throws rolls everything back. */
export function transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return db().$transaction((tx) => work(tx as Tx), { maxWait: 10_000, timeout: 15_000 });
}

/** The same over plain `pg`, for statements that Prisma cannot say. */
export async function sqlTransaction<Result>(
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await sqlPool().connect();
  let broken: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Ends every connection, at shutdown and at the end of tests. */
export async function closeDb(): Promise<void> {
  const open = store.counterfoilDb;
  delete store.counterfoilDb;
  if (open) await Promise.allSettled([open.pool.end(), open.preparedPool.end(), open.prisma.$disconnect()]);
}
