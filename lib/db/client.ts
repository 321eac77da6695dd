import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { env } from "@/lib/config/env";
import { PrismaClient } from "@/lib/db/generated/client";
import { divideConnections, divideLanes, type LaneCounts, type PoolSizes } from "./connection-budget";

// int8 arrives as bigint and date as text: money must not pass through a float, nor a day through a time zone.
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

type Handles = {
  readonly pool: pg.Pool;
  readonly preparedPool: pg.Pool;
  readonly patientPool: pg.Pool;
  readonly admissionPool: pg.Pool;
  readonly lockPool: pg.Pool;
  readonly prisma: PrismaClient;
  readonly lanes: LaneCounts;
};

// Next's development server evaluates modules again; the pools must survive that.
const store = globalThis as typeof globalThis & { counterfoilDb?: Handles | undefined };

function handles(): Handles {
  store.counterfoilDb ??= openAll();
  return store.counterfoilDb;
}

/**
 * The server ends what takes too long. `query_timeout`, a little later, is for a server that does not respond at all.
 */
type Patience = {
  readonly statement_timeout: number;
  readonly lock_timeout: number;
  readonly idle_in_transaction_session_timeout: number;
  readonly query_timeout: number;
};

/** Pages, exports and jobs work in bounded steps. A step that takes a minute is broken, not slow. */
const ordinary: Patience = {
  statement_timeout: 60_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 60_000,
  query_timeout: 65_000,
};

/**
 * A shared flush carries the requests of all workspaces and takes milliseconds. A workspace whose row is locked for
 * longer than a few flushes of other processes moves to a separate lane.
 */
const impatient: Patience = {
  statement_timeout: 5_000,
  lock_timeout: 40,
  idle_in_transaction_session_timeout: 5_000,
  query_timeout: 6_000,
};

/** A lane carries one workspace, whose lock may take seconds. After this long the caller has given up anyway. */
const patient: Patience = {
  statement_timeout: 10_000,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 10_000,
  query_timeout: 11_000,
};

/** A query before a request is admitted takes a millisecond. A client that waits longer is told to try again. */
const admission: Patience = {
  statement_timeout: 3_500,
  lock_timeout: 3_000,
  idle_in_transaction_session_timeout: 3_500,
  query_timeout: 4_000,
};

const turnMsMax = 10_000;

function openAll(): Handles {
  const { databaseUrl, databaseConnections, processKind } = env();
  const sizes = divideConnections(databaseConnections)[processKind];
  return { ...open(databaseUrl, sizes, processKind), lanes: divideLanes(sizes.lane) };
}

function open(connectionString: string, sizes: PoolSizes, processKind: string): Omit<Handles, "lanes"> {
  const limits = {
    connectionString,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // An operator sees these names in the server's list of connections.
    application_name: `counterfoil ${processKind}`,
  };
  // A plan that was made while a table was empty must not scan the whole table an hour later.
  const byIndex =
    "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off";
  const prepared = { ...limits, types, pipeline: true, options: byIndex };
  const shared = { ...prepared, ...impatient, application_name: "counterfoil flush" };
  const brief = {
    ...limits,
    ...admission,
    types,
    options: byIndex,
    connectionTimeoutMillis: 3_000,
    application_name: "counterfoil admission",
  };
  const lanes = { ...prepared, ...patient, application_name: "counterfoil lane" };
  const locks = {
    ...limits,
    ...ordinary,
    types,
    // All jobs wait for this one connection, and no one waits for them: it may take long on a busy machine.
    connectionTimeoutMillis: 30_000,
    application_name: "counterfoil locks",
  };
  // A page or a job that is late on a busy machine is better than one that failed.
  const pages = { ...limits, ...ordinary, connectionTimeoutMillis: turnMsMax, types };
  const pool = surviving(new pg.Pool({ ...pages, max: sizes.ordinary }));
  const orOrdinary = (config: pg.PoolConfig, max: number) =>
    max > 0 ? surviving(new pg.Pool({ ...config, max })) : pool;
  return {
    pool,
    preparedPool: orOrdinary(shared, sizes.flush),
    patientPool: orOrdinary(lanes, sizes.lane),
    admissionPool: orOrdinary(brief, sizes.admission),
    lockPool: orOrdinary(locks, sizes.lock),
    // As long as `transaction` may wait for its turn, because that time is spent waiting for a connection.
    prisma: new PrismaClient({
      adapter: new PrismaPg({
        ...limits,
        ...ordinary,
        max: sizes.prisma,
        connectionTimeoutMillis: turnMsMax,
      }),
    }),
  };
}

function surviving(pool: pg.Pool): pg.Pool {
  // The pool replaces an idle connection that breaks. Without a listener the error would end the process.
  pool.on("error", () => undefined);
  // Likewise for a connection in use that breaks between two statements: the next statement reports it.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** Prisma, for ordinary reads and writes with an explicit `select`. */
export function db(): PrismaClient {
  return handles().prisma;
}

/**
 * Plain `pg`, for the spend path, the feed, charts and exports. `bigint` columns arrive as bigint, dates as text.
 * Statements are always unnamed: a generic plan is sixty times slower on partitions.
 */
export function sqlPool(): pg.Pool {
  return handles().pool;
}

/**
 * A few connections that keep their statements prepared and send several without waiting, for writes whose text never
 * changes (`run-prepared.ts`). Their plans are generic and use indexes, so nothing that reads a range belongs here.
 * They give up on a lock after 40 ms (SQLSTATE 55P03), because a wait here delays the flush of all workspaces.
 */
export function preparedPool(): pg.Pool {
  return handles().preparedPool;
}

/**
 * Prepared statements like those of `preparedPool`, for work of one workspace that has to wait for a lock, up to 5 s
 * each. Separate connections, so that such waits, however many, take none from shared flushes and pages.
 */
export function patientPool(): pg.Pool {
  return handles().patientPool;
}

/** For the short queries that a request waits for before it is admitted (`quick-query.ts`). */
export function admissionPool(): pg.Pool {
  return handles().admissionPool;
}

/** How many lanes may run in parallel, so that each has a connection and one is left for canceled holds. */
export function laneCounts(): LaneCounts {
  return handles().lanes;
}

/** One connection, for the locks that jobs hold for as long as they run (`lib/jobs`). */
export function lockPool(): pg.Pool {
  return handles().lockPool;
}

export type Tx = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

/** Runs `work` in one transaction at READ COMMITTED, bounded in time; what it throws rolls everything back. */
export function transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return db().$transaction((tx) => work(tx as Tx), { maxWait: turnMsMax, timeout: 15_000 });
}

/**
 * Like `transaction`, over plain `pg`, for statements that Prisma cannot express. A connection that fell silent gets no
 * ROLLBACK: the server rolls back when the connection closes.
 */
export async function sqlTransaction<Result>(
  work: (client: pg.PoolClient) => Promise<Result>,
  pool = sqlPool(),
): Promise<Result> {
  const client = await pool.connect();
  let isBroken = false;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    isBroken = isSilent(error) || !(await client.query("ROLLBACK").then(yes, no));
    throw error;
  } finally {
    client.release(isBroken);
  }
}

const yes = () => true;
const no = () => false;

/** The driver's own words for a query without a response in time. It has no code for that. */
function isSilent(error: unknown): boolean {
  return error instanceof Error && error.message === "Query read timeout";
}

/**
 * Runs `work` in a read-only transaction over one snapshot. Its statements may take `statementMsMax` (0: no limit), for
 * work that reads everything and whose caller decides when to stop. The driver has a separate limit for each query;
 * `work` must raise it to the milliseconds that it is given.
 */
export async function unhurried<Value>(
  statementMsMax: number,
  work: (client: pg.PoolClient, queryMsMax: number) => Promise<Value>,
): Promise<Value> {
  return sqlTransaction(async (client) => {
    await client.query("set transaction isolation level repeatable read, read only");
    await client.query("select set_config('statement_timeout', $1, true)", [`${statementMsMax}`]);
    await client.query("set local lock_timeout = 0");
    await client.query("set local idle_in_transaction_session_timeout = 0");
    return work(client, statementMsMax === 0 ? timerMsMax : statementMsMax + 1_000);
  });
}

/** The longest that a timer can wait: three weeks. */
const timerMsMax = 2 ** 31 - 1;

/** Closes every connection, at shutdown and at the end of tests. */
export async function closeDb(): Promise<void> {
  const open = store.counterfoilDb;
  store.counterfoilDb = undefined;
  if (!open) return;
  const { prisma, lanes: _lanes, ...pools } = open;
  const each = [...new Set(Object.values(pools))];
  await Promise.allSettled([...each.map((pool) => pool.end()), prisma.$disconnect()]);
}
