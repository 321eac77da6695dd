import "server-only";
import { env } from "@/lib/config/env";
import { sqlPool } from "./client";
import { connectionsMin } from "./connection-budget";

/** What the server says of connections. */
export type Room = {
  readonly maxConnections: number;
  /** Kept for superusers, and for those whom PostgreSQL 16 and newer may keep some for. */
  readonly reserved: number;
  /** Bounds of this database and of the product's role; null: none. */
  readonly ofDatabase: number | null;
  readonly ofRole: number | null;
};

/** How many instances fit into the server, in a sentence that says what to do where that is too few. */
export type RoomReport = { readonly instances: number; readonly sentence: string };

/** Asks the server how many connections it takes, and says how many instances of this budget that is enough for. */
export async function countRoom(): Promise<RoomReport> {
  const { rows } = await sqlPool().query<Room>(
    `select current_setting('max_connections')::int as "maxConnections",
       current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true)::int, 0) as reserved,
       (select nullif(datconnlimit, -1) from pg_database where datname = current_database()) as "ofDatabase",
       (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user) as "ofRole"`,
  );
  const room = rows[0];
  if (!room) throw new Error("the server does not say how many connections it takes");
  return judgeRoom(room, env().databaseConnections);
}

/** A new version starts while the old one still serves: one instance alone has no room for that. */
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

/** What bounds it, in the words in which it is changed. */
function nameOfLeast({ ofDatabase, ofRole }: Room, places: number): string {
  if (ofRole === places) return "the CONNECTION LIMIT of the role";
  return ofDatabase === places ? "the CONNECTION LIMIT of the database" : "max_connections of the server";
}
