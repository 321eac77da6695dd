import "server-only";
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import type pg from "pg";
import { DatabaseProblem } from "./connection-problem";
import { takeMigrationLock } from "./internal/migration-lock";
import { withOwnConnection } from "./internal/own-connection";
import { errorCode } from "./database-errors";

/** The role that the running product signs in with: it reads and writes rows, and changes no table. */
export type ProductRole = {
  readonly name: string;
  readonly password: string;
  /** The role is ours alone, so that a password which no longer fits is set anew. */
  readonly isOurs: boolean;
};

const roleNameMax = 63;

/** Name of the product's role where nobody chose one. Roles belong to the whole server: named after the database. */
export function productRoleName(database: string): string {
  return `${database.slice(0, roleNameMax - 4)}_app`;
}

/**
 * Makes the role when it is not there, and grants it exactly what the running product needs in this database: rows of
 * all tables, of those that are only added to no more than reading and adding, and the functions. Called by the owner
 * of the tables after each migration; changes nothing when nothing is missing. Returns the address for the product.
 */
export async function provideProductRole(ownerUrl: string, role: ProductRole): Promise<string> {
  return withOwnConnection(ownerUrl, async (client) => {
    await takeMigrationLock(client);
    const url = withUser(ownerUrl, role);
    await ensureLogin(client, role, url);
    await client.query("BEGIN");
    for (const statement of await missingGrants(client, role.name)) await client.query(statement);
    await client.query("COMMIT");
    return url;
  });
}

/** Whether the role of this address may make other roles here, and owns or may own what the migrations made. */
export async function mayProvideRoles(url: string): Promise<boolean> {
  return withOwnConnection(url, async (client) => {
    const { rows } = await client.query<{ may: boolean }>(
      `select rolsuper or (rolcreaterole and coalesce(
         (select pg_has_role(relowner, 'MEMBER') from pg_class where oid = to_regclass('public.transfers')), true)) as may
       from pg_roles where rolname = current_user`,
    );
    return rows[0]?.may ?? false;
  });
}

/** True when somebody can sign in with this address. Never throws. */
export function canSignIn(url: string): Promise<boolean> {
  return withOwnConnection(url, () => Promise.resolve(true)).catch(() => false);
}

/** The same address for another user. */
export function withUser(
  address: string,
  { name, password }: Pick<ProductRole, "name" | "password">,
): string {
  const url = new URL(address);
  url.username = encodeURIComponent(name);
  url.password = encodeURIComponent(password);
  return url.toString();
}

/** Makes the role, or gives one of ours its password back, over the connection of somebody who may. */
export async function ensureLogin(client: pg.Client, role: ProductRole, url: string): Promise<void> {
  const { rows } = await client.query("select 1 from pg_roles where rolname = $1", [role.name]);
  const name = client.escapeIdentifier(role.name);
  const password = client.escapeLiteral(scramVerifier(role.password));
  // Every attribute of a new role is off but for these. The server's log never sees the password itself.
  if (rows.length === 0) await createLogin(client, role, `CREATE ROLE ${name} LOGIN PASSWORD ${password}`);
  else if (role.isOurs && !(await canSignIn(url)))
    await client.query(`ALTER ROLE ${name} LOGIN PASSWORD ${password}`);
}

async function createLogin(client: pg.Client, { name }: ProductRole, statement: string): Promise<void> {
  await client.query(statement).catch((error: unknown) => {
    if (errorCode(error) !== "42501") throw error;
    throw new DatabaseProblem(
      `The role ${name} of DATABASE_URL is not there, and ${client.user ?? "the role"} of DATABASE_URL_OWNER may not make it. Let somebody who may ` +
        `run CREATE ROLE ${client.escapeIdentifier(name)} LOGIN PASSWORD '…' with the password of DATABASE_URL, and start again: the start grants what is needed.`,
    );
  });
}

/** What `psql`'s \password would send: the server stores it as it is. RFC 5802 and 7677. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const iterations = 4_096;
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, iterations, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const server = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${server}`;
}

type Need = { readonly statement: string };

/**
 * The statements that lead from what the role may do to what it should be able to. Tables with the trigger that refuses
 * changes are only added to; the list of migrations is only read.
 */
async function missingGrants(client: pg.Client, role: string): Promise<readonly string[]> {
  const { rows } = await client.query<Need>(
    `with tables as (
       select c.oid, format('%I.%I', n.nspname, c.relname) as name,
         case when c.relname = '_prisma_migrations' then array['SELECT']
           when exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = c.oid and p.proname = 'refuse_change')
             then array['SELECT', 'INSERT']
           else array['SELECT', 'INSERT', 'UPDATE', 'DELETE'] end as wanted
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind in ('r', 'p')
     ), privileges as (
       select unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as privilege
     ), held as (
       select c.oid, acl.privilege_type as privilege from pg_class c, aclexplode(c.relacl) acl
       where acl.grantee = $1::regrole and c.relnamespace = 'public'::regnamespace
     )
     select format('GRANT %s ON TABLE %s TO %I', privilege, name, $2::text) as statement
       from tables, privileges where privilege = any(wanted)
         and not exists (select from held where held.oid = tables.oid and held.privilege = privileges.privilege)
     union all
     select format('REVOKE %s ON TABLE %s FROM %I', privilege, name, $2::text)
       from tables join held using (oid) where privilege <> all(wanted)
     union all
     select format('GRANT USAGE ON SEQUENCE public.%I TO %I', relname, $2::text) from pg_class
       where case when relkind = 'S' and relnamespace = 'public'::regnamespace then not has_sequence_privilege($1::regrole, oid, 'USAGE') end
     union all
     select format('GRANT EXECUTE ON FUNCTION %s TO %I', oid::regprocedure, $2::text) from pg_proc
       where pronamespace = 'public'::regnamespace and prokind = 'f' and prorettype <> 'trigger'::regtype
         and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = pg_proc.oid and d.deptype = 'e')
         and not has_function_privilege($1::regrole, oid, 'EXECUTE')
     union all
     select format('GRANT USAGE ON SCHEMA public TO %I', $2::text)
       where not has_schema_privilege($1::regrole, 'public'::regnamespace, 'USAGE')
     union all
     select 'REVOKE CREATE ON SCHEMA public FROM PUBLIC'
       where exists (select from pg_namespace, aclexplode(nspacl) acl
         where nspname = 'public' and acl.grantee = 0 and acl.privilege_type = 'CREATE')
     union all
     select format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), $2::text)
       where not has_database_privilege($1::regrole, current_database(), 'CONNECT')`,
    [client.escapeIdentifier(role), role],
  );
  return rows.map(({ statement }) => statement);
}
