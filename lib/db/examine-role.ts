import "server-only";
import type { ClientBase, Pool } from "pg";
import { sqlPool } from "./client";

/** What is wrong with the role that the product runs as. Empty `weaknesses`: nothing. */
export type RoleReport = {
  readonly role: string;
  readonly weaknesses: readonly string[];
  /** It owns the tables, and is no superuser: the only role of a database that has a single one. */
  readonly isSoleOwner: boolean;
  /** What to do, with the SQL; empty when there is nothing to do. */
  readonly advice: string;
};

type Facts = {
  readonly role: string;
  readonly database: string;
  readonly isSuper: boolean;
  readonly ownsLedger: boolean;
  readonly mayChange: boolean;
  readonly mayTruncate: boolean;
  readonly mayTrigger: boolean;
  readonly mayCreate: boolean;
  readonly mayCreateRoles: boolean;
};

/**
 * Whether the product could undo what the database forbids it: a superuser or the owner of the tables may disable the
 * triggers that keep transfers as they were written, and drop what it likes. Looks at the role of the given connection; without one, at the product's.
 */
export async function examineRole(connection: ClientBase | Pool = sqlPool()): Promise<RoleReport> {
  const { rows } = await connection.query<Facts>(
    `select current_user::text as role, current_database()::text as database, rolsuper as "isSuper", rolcreaterole as "mayCreateRoles",
       pg_has_role(current_user, t.relowner, 'MEMBER') as "ownsLedger",
       has_table_privilege(t.oid, 'UPDATE') or has_table_privilege(t.oid, 'DELETE') as "mayChange",
       has_table_privilege(t.oid, 'TRUNCATE') as "mayTruncate",
       has_table_privilege(t.oid, 'TRIGGER') as "mayTrigger",
       has_schema_privilege('public', 'CREATE') as "mayCreate"
     from pg_roles, pg_class t where rolname = current_user and t.oid = 'public.transfers'::regclass`,
  );
  const facts = rows[0];
  if (!facts) throw new Error("the tables are not there");
  const weaknesses = weaknessesOf(facts);
  const isSoleOwner = facts.ownsLedger && !facts.isSuper;
  return { role: facts.role, weaknesses, isSoleOwner, advice: weaknesses.length > 0 ? adviceFor(facts) : "" };
}

function weaknessesOf(facts: Facts): string[] {
  if (facts.isSuper) return ["it is a superuser"];
  if (facts.ownsLedger) return ["it owns the tables, so that it may drop them and disable their triggers"];
  const found: [boolean, string][] = [
    [facts.mayChange, "it may change or delete transfers"],
    [facts.mayTruncate, "it may empty tables (TRUNCATE)"],
    [facts.mayTrigger, "it may make triggers"],
    [facts.mayCreate, "it may make tables (CREATE on the schema public)"],
    [facts.mayCreateRoles, "it may make roles"],
  ];
  return found.filter(([is]) => is).map(([, sentence]) => sentence);
}

function adviceFor({ role, database, isSuper, ownsLedger, mayCreateRoles }: Facts): string {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  if (isSuper || ownsLedger)
    return (
      `CREATE ROLE ${quoted(`${database}_app`)} LOGIN PASSWORD '…'; then set DATABASE_URL to that role and ` +
      "DATABASE_URL_OWNER to the address of today, and start again: the start grants what is needed"
    );
  return (
    `as the owner: REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${quoted(role)}; REVOKE CREATE ON SCHEMA public FROM ${quoted(role)}, PUBLIC; ` +
    `${mayCreateRoles ? `ALTER ROLE ${quoted(role)} NOCREATEROLE; ` : ""}then start with DATABASE_URL_OWNER, which grants what is needed`
  );
}
