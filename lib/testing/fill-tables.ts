import type pg from "pg";
import { uuidv7 } from "uuidv7";
import { asOwner } from "./database";

/** Who a row is about, and a word that every text in it contains. */
export type Filling = {
  readonly userId: string;
  readonly workspaceId: string;
  readonly email: string;
  readonly mark: string;
};

type Column = {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  readonly isArray: boolean;
  readonly label: string | null;
};

/** Tables that are partitions of others, or that have a row for the account and workspace already. */
const filledAlready = new Set([
  "users",
  "workspaces",
  "members",
  "wallets",
  "deletions",
  "_prisma_migrations",
]);

/**
 * Adds a row to every table that names a user, a workspace, an address, a key, a purchase, an archive, a data request or a
 * disclosure, with a value in each of its columns: for
 * tests that must forget no table, also those that are added later. Constraints of this file's database are dropped
 * before, since no generator knows what they allow. Returns the names of the tables.
 */
export async function fillTables(filling: Filling): Promise<readonly string[]> {
  return asOwner(async (client) => {
    await dropConstraints(client);
    const columns = await readColumns(client);
    const tables = [...new Set(columns.map(({ table }) => table))].filter(
      (table) => !filledAlready.has(table),
    );
    const ids = {
      purchase: uuidv7(),
      key: uuidv7(),
      archive: uuidv7(),
      request: uuidv7(),
      disclosure: uuidv7(),
      version: uuidv7(),
    };
    const wallet = await client.query<{ id: string }>(
      "select id from ledger_accounts where workspace_id = $1",
      [filling.workspaceId],
    );
    // Rows that are read together with others refer to each other.
    const referred = ({ table, name, type }: Column) => {
      if (type !== "uuid") return undefined;
      if (name === "purchase_id" || (table === "purchases" && name === "id")) return ids.purchase;
      if (name === "key_id" || (table === "api_keys" && name === "id")) return ids.key;
      if (name === "archive_id" || (table === "archives" && name === "id")) return ids.archive;
      if (name === "version_id") return ids.version;
      if (name === "data_request_id" || (table === "data_requests" && name === "id")) return ids.request;
      if (name === "disclosure_id" || (table === "disclosures" && name === "id")) return ids.disclosure;
      return name.endsWith("_account_id") ? wallet.rows[0]?.id : undefined;
    };
    const about = tables.filter((table) =>
      columns.some(
        (column) => column.table === table && (ownerOf(column, filling) ?? referred(column)) !== undefined,
      ),
    );
    for (const table of about) {
      const own = columns.filter((column) => column.table === table);
      const values = own.map(
        (column) => ownerOf(column, filling) ?? referred(column) ?? valueOf(column, filling.mark),
      );
      const places = values.map((_, index) => `$${index + 1}`).join(", ");
      const names = own.map(({ name }) => `"${name}"`).join(", ");
      await client.query(
        `insert into "${table}" (${names}) values (${places}) on conflict do nothing`,
        values,
      );
    }
    await publishPolicy(client, ids.version);
    return about;
  });
}

/** What an acceptance refers to: the same for everyone, so without the mark. */
async function publishPolicy(client: pg.Client, versionId: string): Promise<void> {
  const publication = uuidv7();
  await client.query(
    "insert into policy_publications (id, is_material, effective_at) values ($1, false, now())",
    [publication],
  );
  await client.query(
    "insert into policy_versions (id, publication_id, policy, number, sections, hash) select $1, $2, 'privacy', count(*) + 1, '[]', '' from policy_versions",
    [versionId, publication],
  );
}

async function dropConstraints(client: pg.Client): Promise<void> {
  await client.query(`do $$ declare found record; begin
    for found in select conrelid::regclass as relation, conname from pg_constraint c
      join pg_namespace n on n.oid = c.connamespace
     where n.nspname = 'public' and c.contype in ('c', 'f') and c.conislocal and c.coninhcount = 0
    loop execute format('alter table %s drop constraint if exists %I', found.relation, found.conname); end loop;
    for found in select c.oid::regclass as relation from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
    loop execute format('alter table %s disable trigger user', found.relation); end loop;
  end $$`);
}

async function readColumns(client: pg.Client): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>(
    `select c.relname as table, a.attname as name, a.attndims > 0 or t.typcategory = 'A' as "isArray",
            coalesce(e.typname, t.typname) as type,
            (select enumlabel from pg_enum where enumtypid = t.oid order by enumsortorder limit 1) as label
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       join pg_type t on t.oid = a.atttypid left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
      where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attgenerated = ''
      order by c.relname, a.attnum`,
  );
  return rows;
}

/** The value of a column that says whom a row is about; undefined for all others. */
function ownerOf({ name, type, isArray }: Column, filling: Filling): string | undefined {
  if (isArray) return undefined;
  if (type === "uuid" && name === "workspace_id") return filling.workspaceId;
  if (type === "uuid" && /(^|_)(user|member)_id$/.test(name)) return filling.userId;
  return name === "recipient" ? filling.email : undefined;
}

function valueOf({ table, name, type, isArray, label }: Column, mark: string): unknown {
  const single = () => {
    if (label !== null) return label;
    if (type === "uuid") return uuidv7();
    if (type === "bool") return true;
    if (type.startsWith("int")) return 7;
    if (type.startsWith("timestamp") || type === "date") return new Date();
    if (type === "json" || type === "jsonb") return JSON.stringify({ note: `${mark} in ${table}.${name}` });
    if (type === "bytea") return Buffer.from(`${mark} ${uuidv7()}`);
    return `${mark} in ${table}.${name}`;
  };
  return isArray ? [single()] : single();
}
