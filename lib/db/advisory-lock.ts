import "server-only";
import type { ClientBase } from "pg";
import type { Tx } from "./client";

/**
 * Lets one transaction at a time, of all processes, go on past this point under a name; it ends with the transaction. For
 * decisions over rows that are not there yet, which no row lock can keep apart.
 */
export async function takeNamedLock(tx: Tx, name: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** The same for transactions over plain `pg` (`sqlTransaction`). */
export async function takeNamedSqlLock(client: ClientBase, name: string): Promise<void> {
  await client.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [name]);
}
