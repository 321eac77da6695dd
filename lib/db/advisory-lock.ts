import "server-only";
import type { ClientBase } from "pg";
import type { Tx } from "./client";

/**
 * Lets one transaction at a time, of all processes, pass this point under a name. The lock ends with the transaction.
 * For decisions about rows that do not exist yet, which row locks cannot serialize.
 */
export async function takeNamedLock(tx: Tx, name: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** Like `takeNamedLock`, for transactions over plain `pg` (`sqlTransaction`). The names are shared. */
export async function takeNamedSqlLock(client: ClientBase, name: string): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [name]);
}
