import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { env } from "@/lib/config/env";
import { sqlPool } from "./client";
import { connectionsMin } from "./connection-budget";

/** The connection limits of the server. */
export type Room = {
  readonly maxConnections: number;
  /** Reserved for superusers and, since PostgreSQL 16, for roles with pg_use_reserved_connections. */
  readonly reserved: number;
  /** Limits of this database and of the product's role; null: no limit. */
  readonly ofDatabase: number | null;
  readonly ofRole: number | null;
};

/** How many instances fit into the server, and a sentence that says what to do when that is too few. */
export type RoomReport = { readonly instances: number; readonly sentence: string };

/** Asks the server for its connection limits, and says how many instances of this budget fit. */
export async function countRoom(): Promise<RoomReport> {
  const { rows } = await sqlPool().query<Room>(
    `select current_setting('max_connections')::int as "maxConnections",
       current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true)::int, 0) as reserved,
       (select nullif(datconnlimit, -1) from pg_database where datname = current_database()) as "ofDatabase",
       (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user) as "ofRole"`,
  );
  const room = rows[0];
  if (!room) throw new OperatorProblem("the server does not say how many connections it takes");
  return judgeRoom(room, env().databaseConnections);
}

/** A new version starts while the old one still serves, so room for one instance is too little. */
export function judgeRoom(room: Room, budget: number): RoomReport {
  const limits = [room.maxConnections - room.reserved, room.ofDatabase, room.ofRole];
  const places = Math.max(0, Math.min(...limits.filter((limit) => limit !== null)));
  const instances = Math.floor(places / budget);
  const each = `an instance opens up to ${budget} connections (DATABASE_CONNECTIONS), and there are ${places}`;
  if (instances > 1) return { instances, sentence: `${each}: ${instances} instances fit` };
  const raise = `raise ${nameOfLeast(room, places)}`;
  const half = Math.floor(places / 2);
  const lower = (to: number) => (to < connectionsMin ? "" : `lower it to ${to}, or `);
  return instances === 1
    ? {
        instances,
        sentence: `${each}: 1 instance fits, and none can start beside it; ${lower(half)}${raise}`,
      }
    : { instances, sentence: `${each}: no instance fits; ${lower(places)}${raise}` };
}

/** The smallest limit, by the name under which an operator changes it. */
function nameOfLeast({ ofDatabase, ofRole }: Room, places: number): string {
  if (ofRole === places) return "the CONNECTION LIMIT of the role";
  return ofDatabase === places ? "the CONNECTION LIMIT of the database" : "max_connections of the server";
}
