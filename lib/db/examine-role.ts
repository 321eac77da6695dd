import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import type { ClientBase, Pool } from "pg";
import { sqlPool } from "./client";

/** What the role that the product runs as may do beyond its work. */
export type RoleReport = {
  readonly role: string;
  /** Empty when the role is as it should be. */
  readonly weaknesses: readonly string[];
  /** It owns the tables and is not a superuser: the database has a single role for everything. */
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
 * Checks whether the product could get around what the database forbids: a superuser or the owner of the tables may
 * disable the triggers that keep transfers unchanged, and drop anything. Examines the role of the given connection; by
 * default, the product's.
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
  if (!facts) throw new OperatorProblem("the tables are not there");
  const weaknesses = weaknessesOf(facts);
  const isSoleOwner = facts.ownsLedger && !facts.isSuper;
  return { role: facts.role, weaknesses, isSoleOwner, advice: weaknesses.length > 0 ? adviceFor(facts) : "" };
}

function weaknessesOf(facts: Facts): string[] {
  if (facts.isSuper) return ["it is a superuser"];
  if (facts.ownsLedger) return ["it owns the tables, so it may drop them and disable their triggers"];
  const found: [boolean, string][] = [
    [facts.mayChange, "it may change or delete transfers"],
    [facts.mayTruncate, "it may empty tables (TRUNCATE)"],
    [facts.mayTrigger, "it may create triggers"],
    [facts.mayCreate, "it may create tables (CREATE on the schema public)"],
    [facts.mayCreateRoles, "it may create roles"],
  ];
  return found.filter(([is]) => is).map(([, sentence]) => sentence);
}

function adviceFor({ role, database, isSuper, ownsLedger, mayCreateRoles }: Facts): string {
  const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
  if (isSuper || ownsLedger)
    return (
      `CREATE ROLE ${quoted(`${database}_app`)} LOGIN PASSWORD '…'; then set DATABASE_URL to that role and ` +
      "DATABASE_URL_OWNER to the present address, and start again: the start grants what is needed"
    );
  return (
    `as the owner: REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${quoted(role)}; REVOKE CREATE ON SCHEMA public FROM ${quoted(role)}, PUBLIC; ` +
    `${mayCreateRoles ? `ALTER ROLE ${quoted(role)} NOCREATEROLE; ` : ""}then start with DATABASE_URL_OWNER, which grants what is needed`
  );
}
