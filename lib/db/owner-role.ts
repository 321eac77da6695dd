import "server-only";
import { takeMigrationLock } from "./internal/migration-lock";
import { withOwnConnection } from "./internal/own-connection";
import { ensureLogin, type ProductRole, withUser } from "./product-role";

type Login = Pick<ProductRole, "name" | "password">;

/** The name of the role that owns the tables of the embedded database. */
export function ownerRoleName(database: string): string {
  return `${database}_owner`;
}

/**
 * Creates the owner of the tables, which is not a superuser and may not create roles. Gives it the database and
 * everything in it that still belongs to another role, such as the superuser that migrated before there was an owner.
 * `login` is the product's role, which the owner cannot create. Called as the superuser before the migrations, when
 * nothing serves yet. The handover is one transaction, and changes nothing when nothing is left to do. Returns the
 * owner's address.
 */
export async function provideOwnerRole(superuserUrl: string, owner: Login, login: Login): Promise<string> {
  return withOwnConnection(superuserUrl, async (client) => {
    await takeMigrationLock(client);
    for (const role of [owner, login])
      await ensureLogin(client, { ...role, isOurs: true }, withUser(superuserUrl, role));
    await client.query("BEGIN");
    const { rows } = await client.query<{ statement: string }>(foreignStatement, [owner.name]);
    for (const { statement } of rows) await client.query(statement);
    await client.query("COMMIT");
    return withUser(superuserUrl, owner);
  });
}

/**
 * Returns a statement for each object that the owner does not own. REASSIGN OWNED is not possible: PostgreSQL refuses
 * it for the first superuser. A sequence moves with its column, a row type and an index with their table, and objects
 * of an extension stay with it.
 */
const foreignStatement = `
  with wanted as (
    select oid as role from pg_roles where rolname = $1
  ), part as (
    select classid, objid from pg_depend where deptype = 'e'
  )
  select format('ALTER DATABASE %I OWNER TO %I', datname, $1::text) as statement
    from pg_database, wanted where datname = current_database() and datdba <> role
  union all
  select format('ALTER SCHEMA public OWNER TO %I', $1::text)
    from pg_namespace, wanted where nspname = 'public' and nspowner not in (role, 'pg_database_owner'::regrole)
  union all
  select format('ALTER %s public.%I OWNER TO %I',
      case relkind when 'v' then 'VIEW' when 'm' then 'MATERIALIZED VIEW' when 'S' then 'SEQUENCE' else 'TABLE' end, relname, $1::text)
    from pg_class, wanted
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S') and relowner <> role
      and ('pg_class'::regclass, pg_class.oid) not in (select classid, objid from part)
      and not (relkind = 'S' and exists (
        select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = pg_class.oid
          and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')))
  union all
  select format('ALTER ROUTINE %s OWNER TO %I', pg_proc.oid::regprocedure, $1::text)
    from pg_proc, wanted
    where pronamespace = 'public'::regnamespace and proowner <> role
      and ('pg_proc'::regclass, pg_proc.oid) not in (select classid, objid from part)
  union all
  select format('ALTER TYPE public.%I OWNER TO %I', typname, $1::text)
    from pg_type left join pg_class row_of on row_of.oid = typrelid cross join wanted
    where typnamespace = 'public'::regnamespace and typowner <> role
      and (typtype in ('e', 'd', 'r') or (typtype = 'c' and row_of.relkind = 'c'))
      and ('pg_type'::regclass, pg_type.oid) not in (select classid, objid from part)`;
