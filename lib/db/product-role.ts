import "server-only";
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import type pg from "pg";
import { DatabaseProblem } from "./connection-problem";
import { takeMigrationLock } from "./internal/migration-lock";
import { withOwnConnection } from "./internal/own-connection";
import { errorCode } from "./database-errors";

/** The role that the running product signs in with. It reads and writes rows, and cannot change tables. */
export type ProductRole = {
  readonly name: string;
  readonly password: string;
  /** Only this product uses the role, so a password that no longer works is set again. */
  readonly isOurs: boolean;
};

const roleNameMax = 63;

/**
 * The default name of the product's role. It contains the database's name, because roles belong to the whole server.
 */
export function productRoleName(database: string): string {
  return `${database.slice(0, roleNameMax - 4)}_app`;
}

/**
 * Creates the role if it does not exist, and grants it exactly what the running product needs in this database: the
 * rows of all tables, only SELECT and INSERT on append-only tables, and the functions. Called as the owner of the
 * tables after the migrations. Changes nothing when nothing is missing. Returns the address for the product.
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

/** True when the role of this address may create roles, and owns, or will own, what the migrations create. */
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

/** True when a connection with this address succeeds. Never throws. */
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

/** Creates the role, or resets the password of one of ours, over a connection that has the right to. */
export async function ensureLogin(client: pg.Client, role: ProductRole, url: string): Promise<void> {
  const { rows } = await client.query("select 1 from pg_roles where rolname = $1", [role.name]);
  const name = client.escapeIdentifier(role.name);
  const password = client.escapeLiteral(scramVerifier(role.password));
  // All other attributes of a new role are off. The password itself never reaches the server's log.
  if (rows.length === 0) await createLogin(client, role, `CREATE ROLE ${name} LOGIN PASSWORD ${password}`);
  else if (role.isOurs && !(await canSignIn(url)))
    await client.query(`ALTER ROLE ${name} LOGIN PASSWORD ${password}`);
}

async function createLogin(client: pg.Client, { name }: ProductRole, statement: string): Promise<void> {
  await client.query(statement).catch((error: unknown) => {
    if (errorCode(error) !== "42501") throw error;
    throw new DatabaseProblem(
      `The role ${name} of DATABASE_URL does not exist, and ${client.user ?? "the role"} of DATABASE_URL_OWNER may not create it. Have an administrator ` +
        `run CREATE ROLE ${client.escapeIdentifier(name)} LOGIN PASSWORD '…' with the password of DATABASE_URL, and start again: the start grants what is needed.`,
    );
  });
}

/** The form in which `psql`'s \password sends a password; the server stores it unchanged. RFC 5802 and 7677. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const iterations = 4_096;
  const salted = pbkdf2Sync(password.normalize("NFKC"), salt, iterations, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const server = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${stored}:${server}`;
}

/**
 * The statements that change what the role may do into what it should be able to do. Tables with the trigger
 * `refuse_change` are append-only; the list of migrations is read-only.
 */
async function missingGrants(client: pg.Client, role: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ statement: string }>(
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
