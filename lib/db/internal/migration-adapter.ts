import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import { setTimeout } from "node:timers/promises";
import { isLockTimeout } from "../transient-errors";
import { sayAtStart } from "./migration-lock";

const charOid = 18;
const textOid = 25;

/** How a script asks for tables that are in use: for a moment, and again after a pause, since everybody else waits behind. */
export type ScriptPatience = {
  readonly lockMsMax?: number;
  readonly attempts?: number;
  /** Gets a sentence when there is something to wait for; without it the terminal does. */
  readonly say?: (line: string) => void;
};

const scriptPauseMs = 2_000;

/**
 * `PrismaPg` with the repairs that migrations need (seen with @prisma/adapter-pg 7.10.0; look again when it moves):
 * a script goes to the server whole, because the stock adapter splits at every `;` and breaks function bodies, and
 * columns of type "char" arrive as characters, where the stock adapter refuses them. One connection per database,
 * so that what the engine sets in its session holds for the next statement.
 */
export function migrationAdapters(databaseUrl: string, patience: ScriptPatience = {}): MigrationAdapters {
  const opened: SqlDriverAdapter[] = [];
  const keep = async (opening: Promise<SqlDriverAdapter>) => {
    const adapter = disposedOnce(await opening);
    opened.push(adapter);
    return adapter;
  };
  return {
    factory: {
      provider: "postgres",
      adapterName: "@prisma/adapter-pg",
      connect: () => keep(open(databaseUrl, patience)),
      connectToShadowDb: () => keep(openShadow(databaseUrl)),
    },
    closeAll: async () => {
      await Promise.all(opened.map((adapter) => adapter.dispose()));
    },
  };
}

/** The engine lets go of its shadow database, and forgets its own connection: `closeAll` ends what is left. */
export type MigrationAdapters = {
  readonly factory: SqlMigrationAwareDriverAdapterFactory;
  closeAll(): Promise<void>;
};

function disposedOnce(adapter: SqlDriverAdapter): SqlDriverAdapter {
  const dispose = adapter.dispose.bind(adapter);
  let disposed: Promise<void> | null = null;
  adapter.dispose = () => {
    disposed ??= dispose();
    return disposed;
  };
  return adapter;
}

/** A database that exists only while the engine compares; dropped when the engine lets go of it. */
async function openShadow(databaseUrl: string): Promise<SqlDriverAdapter> {
  const name = `shadow_${globalThis.crypto.randomUUID().replaceAll("-", "")}`;
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  await administer(databaseUrl, `CREATE DATABASE "${name}"`);
  const adapter = await open(url.toString());
  const close = adapter.dispose.bind(adapter);
  adapter.dispose = async () => {
    await close();
    await administer(databaseUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  };
  return adapter;
}

async function administer(databaseUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function open(databaseUrl: string, patience: ScriptPatience = {}): Promise<SqlDriverAdapter> {
  // No idle timeout: its timer outlives the end of the pool and would hold the process for ten seconds.
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, idleTimeoutMillis: 0 });
  const charColumns = noteCharColumns(pool);
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  const query = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (request: SqlQuery): Promise<SqlResultSet> => {
    const result = await query(request);
    const columns = charColumns.get(result.rows);
    if (!columns) return result;
    const columnTypes = result.columnTypes.map((type, index) =>
      columns.has(index) ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
  adapter.executeScript = (script: string) => execute(pool, script, patience);
  return adapter;
}

/**
 * A script goes to the server as one statement: what fails in it undoes all of it, so that it can be sent again. On one
 * connection that is kept: the pool would end it with the error, and with it what the engine holds there.
 */
async function execute(
  pool: pg.Pool,
  script: string,
  { lockMsMax = 2_000, attempts = 60, say = sayAtStart }: ScriptPatience,
): Promise<void> {
  const client = await pool.connect();
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query(`SET LOCAL lock_timeout = ${lockMsMax};\n${script}`);
        return;
      } catch (error) {
        if (!isLockTimeout(error) || attempt >= attempts) throw error;
        say("A table that a migration changes is in use: trying again.");
        await setTimeout(scriptPauseMs);
      }
    }
  } finally {
    client.release();
  }
}

/**
 * Makes the pool present "char" columns as text and remembers, by the array of rows, which columns they were. The
 * rows are the only thing that passes through the stock adapter unchanged.
 */
function noteCharColumns(pool: pg.Pool): WeakMap<object, ReadonlySet<number>> {
  const noted = new WeakMap<object, ReadonlySet<number>>();
  const query = pool.query.bind(pool);
  const noting = async (
    request: string | pg.QueryArrayConfig,
  ): Promise<pg.QueryResult | pg.QueryArrayResult> => {
    if (typeof request === "string") return query(request);
    const result = await query(request);
    const columns = new Set<number>();
    result.fields.forEach((field, index) => {
      if (field.dataTypeID !== charOid) return;
      field.dataTypeID = textOid;
      columns.add(index);
    });
    if (columns.size > 0) noted.set(result.rows, columns);
    return result;
  };
  Object.defineProperty(pool, "query", { value: noting });
  return noted;
}
