import "server-only";
import { randomUUID } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils";
import pg from "pg";
import { withOwnConnection } from "./own-connection";

const charOid = 18;
const textOid = 25;

export type EngineAdapters = {
  readonly factory: SqlMigrationAwareDriverAdapterFactory;
  /** Ends the connections that the engine forgot, and drops its shadow databases. */
  closeAll(): Promise<void>;
};

/**
 * `PrismaPg` with the fixes that the schema engine needs (seen with @prisma/adapter-pg 7.10.0; check again when it
 * changes). A script goes to the server whole, because the stock adapter splits at every `;` and breaks function
 * bodies. Columns of type "char" arrive as characters, which the stock adapter rejects. One connection per database
 * keeps what the engine sets in its session. The engine compares in a shadow database, which it has created here.
 */
export function engineAdapters(databaseUrl: string): EngineAdapters {
  const pools: pg.Pool[] = [];
  const shadows: string[] = [];
  const administer = (statement: string) =>
    withOwnConnection(databaseUrl, (client) => client.query(statement));
  const open = async (url: string) => {
    // No idle timeout: its timer outlives the end of the pool and would hold the process for ten seconds.
    const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
    pools.push(pool);
    return fixedAdapter(pool);
  };
  const openShadow = async () => {
    const name = `shadow_${randomUUID().replaceAll("-", "")}`;
    await administer(`CREATE DATABASE "${name}"`);
    shadows.push(name);
    const url = new URL(databaseUrl);
    url.pathname = `/${name}`;
    return open(url.toString());
  };
  return {
    factory: {
      provider: "postgres",
      adapterName: "@prisma/adapter-pg",
      connect: () => open(databaseUrl),
      connectToShadowDb: openShadow,
    },
    closeAll: async () => {
      await Promise.all(pools.filter((pool) => !pool.ending).map((pool) => pool.end()));
      for (const name of shadows) await administer(`DROP DATABASE "${name}" WITH (FORCE)`);
    },
  };
}

async function fixedAdapter(pool: pg.Pool): Promise<SqlDriverAdapter> {
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
  adapter.executeScript = async (script: string) => {
    await pool.query(script);
  };
  return adapter;
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
