import { rm } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DatabaseProblem } from "@/lib/db/connection-problem";
import { examineRole } from "@/lib/db/examine-role";
import { migrate } from "@/lib/db/migrate";
import { provideProductRole, withUser } from "@/lib/db/product-role";
import { emptyDatabase, testDatabase, withClient } from "@/lib/testing/database";
import { judgeRole, startWarning } from "../commands/check-role";
import { Warning } from "../commands/finding";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./embedded-postgres";
import { prepareEmbedded, prepareOutside, productAddress } from "./prepare-database";

const encryptionKey = "a key of the installation";

await testDatabase();

type Outside = {
  readonly database: string;
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  /** The address of another role, created with these attributes; null: not created. */
  role(name: string, attributes: string | null): Promise<string>;
};

/** An empty database that belongs to a separate role with these attributes, as database providers offer it. */
async function outside(attributes: string): Promise<Outside> {
  const superuserUrl = await emptyDatabase();
  const database = new URL(superuserUrl).pathname.slice(1);
  const role = async (name: string, more: string | null) => {
    const login = { name: `${name}_${database}`, password: "it's: secret/1" };
    if (more !== null)
      await withClient(superuserUrl, (client) =>
        client.query(
          `create role ${login.name} login ${more} password ${client.escapeLiteral(login.password)}`,
        ),
      );
    return withUser(superuserUrl, login);
  };
  const ownerUrl = await role("owner", attributes);
  await withClient(superuserUrl, (client) =>
    client.query(`alter database "${database}" owner to owner_${database}`),
  );
  return { database, superuserUrl, ownerUrl, role };
}

const userOf = (url: string) => decodeURIComponent(new URL(url).username);

/** Statements that would undo history, or change what protects it. */
const forbidden = [
  "create table mine (id int)",
  "alter table transfers disable trigger user",
  "drop table transfers",
  "truncate transfers cascade",
  "truncate holds",
  "delete from transfers",
  "update transfers set amount_nanos = 1",
  "create trigger mine before insert on transfers for each row execute function refuse_change()",
  "create role mine",
];

async function expectBounded(url: string): Promise<void> {
  await withClient(url, async (client) => {
    for (const statement of forbidden)
      await expect(client.query(statement), statement).rejects.toMatchObject({ code: "42501" });
    await client.query("select count(*) from transfers");
    await client.query("select make_generation_partition('d30', '2026-11-23')");
    expect(await examineRole(client)).toEqual({
      role: userOf(url),
      weaknesses: [],
      isSoleOwner: false,
      advice: "",
    });
  });
}

describe("an outside database", () => {
  it("whose owner may create roles gets one for the product, which commands find again, also after a change of the key", async () => {
    const { database, ownerUrl } = await outside("createrole");
    const source = { DATABASE_URL: ownerUrl };
    expect(await productAddress(source, encryptionKey)).toBe(ownerUrl);
    const first = await prepareOutside(source, encryptionKey);
    expect(first.applied.length).toBeGreaterThan(0);
    expect(userOf(first.url)).toBe(`${database}_app`);
    await expectBounded(first.url);
    expect(await prepareOutside(source, encryptionKey)).toEqual({ url: first.url, applied: [] });
    expect(await productAddress(source, encryptionKey)).toBe(first.url);
    expect(await productAddress({ ...source, DATABASE_URL_OWNER: ownerUrl }, encryptionKey)).toBe(first.url);

    const second = await prepareOutside(source, "another key");
    expect(userOf(second.url)).toBe(`${database}_app`);
    await expectBounded(second.url);
    expect(await productAddress(source, encryptionKey)).toBe(ownerUrl);
  });

  it("whose owner may create roles, but not change an existing one of that name, works as its owner", async () => {
    const { database, superuserUrl, ownerUrl } = await outside("createrole");
    await withClient(superuserUrl, (client) =>
      client.query(`create role "${database}_app" login password 'others'`),
    );
    expect((await prepareOutside({ DATABASE_URL: ownerUrl }, encryptionKey)).url).toBe(ownerUrl);
  });

  it("with a single role works, and the start and doctor name what it may do and what fixes it", async () => {
    const { database, ownerUrl } = await outside("");
    const { url } = await prepareOutside({ DATABASE_URL: ownerUrl }, encryptionKey);
    expect(url).toBe(ownerUrl);
    expect(await productAddress({ DATABASE_URL: ownerUrl }, encryptionKey)).toBe(ownerUrl);
    const report = await withClient(url, (client) => examineRole(client));
    expect(startWarning(report)).toMatch(/^it owns the tables, so it may drop them.*doctor/);
    const judged = judgeRole(report);
    expect(judged).toBeInstanceOf(Warning);
    expect(judged).toMatchObject({
      sentence: expect.stringMatching(
        new RegExp(
          `^owner_${database}: it owns the tables, .* CREATE ROLE "${database}_app" .* DATABASE_URL_OWNER`,
        ),
      ),
    });
  });

  it("with a separate owner and an existing role gets only grants", async () => {
    const { ownerUrl, role } = await outside("");
    const productUrl = await role("runtime", "");
    const source = { DATABASE_URL: productUrl, DATABASE_URL_OWNER: ownerUrl };
    expect((await prepareOutside(source, encryptionKey)).url).toBe(productUrl);
    await expectBounded(productUrl);
    expect(await productAddress(source, encryptionKey)).toBe(productUrl);
    expect((await prepareOutside(source, encryptionKey)).applied).toEqual([]);
  });

  it("with a separate owner that may create roles gets the role of DATABASE_URL", async () => {
    const { ownerUrl, role } = await outside("createrole");
    const productUrl = await role("runtime", null);
    await prepareOutside({ DATABASE_URL: productUrl, DATABASE_URL_OWNER: ownerUrl }, encryptionKey);
    await expectBounded(productUrl);
  });

  it("with a missing role that the owner may not create is rejected with what to do", async () => {
    const { database, ownerUrl, role } = await outside("");
    const productUrl = await role("runtime", null);
    const source = { DATABASE_URL: productUrl, DATABASE_URL_OWNER: ownerUrl };
    const problem = await prepareOutside(source, encryptionKey).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(DatabaseProblem);
    expect(problem).toMatchObject({
      message: expect.stringMatching(
        new RegExp(
          `role runtime_${database} of DATABASE_URL does not exist, and owner_${database} of DATABASE_URL_OWNER may not create it.*CREATE ROLE "runtime_${database}" LOGIN PASSWORD`,
        ),
      ),
    });
    expect(String(problem)).not.toContain("secret/1");
  });

  it("with a superuser's address gets a role for the product, and a superuser as that role fails in doctor", async () => {
    const { database, superuserUrl } = await outside("");
    const { url } = await prepareOutside({ DATABASE_URL: superuserUrl }, encryptionKey);
    expect(userOf(url)).toBe(`${database}_app`);
    await expectBounded(url);
    const report = await withClient(superuserUrl, (client) => examineRole(client));
    expect(() => judgeRole(report)).toThrow(/it is a superuser\. To fix it: CREATE ROLE/);
  });

  it("whose product role has excess rights fails in doctor, and the next start revokes them", async () => {
    const { ownerUrl, role } = await outside("");
    const productUrl = await role("runtime", "");
    const source = { DATABASE_URL: productUrl, DATABASE_URL_OWNER: ownerUrl };
    await prepareOutside(source, encryptionKey);
    await withClient(ownerUrl, (client) =>
      client.query(`grant truncate, trigger, delete on transfers to ${userOf(productUrl)}`),
    );
    const report = await withClient(productUrl, (client) => examineRole(client));
    expect(() => judgeRole(report)).toThrow(
      /change or delete transfers; .*TRUNCATE.*; it may create triggers/,
    );
    await prepareOutside(source, encryptionKey);
    await expectBounded(productUrl);
  });
});

describe("the embedded database", () => {
  const dataDir = path.resolve(".test", `owned-${process.pid}`);
  let server: EmbeddedPostgres;
  beforeAll(async () => {
    server = await startEmbeddedPostgres({ dataDir, password: "throw-away", throwAway: true });
  });
  afterAll(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const access = () => ({ superuserUrl: server.url, ownerPassword: "owner", productPassword: "product" });
  const ownerUrl = () => withUser(server.url, { name: "counterfoil_owner", password: "owner" });

  it("of an earlier version, which belongs to the superuser, is handed to an ordinary owner with all that is in it", async () => {
    await migrate(server.url);
    const product = { name: "counterfoil_app", password: "product", isOurs: true };
    const before = await provideProductRole(server.url, product);
    await withClient(before, (client) =>
      client.query("select make_generation_partition('d90', '2026-11-23')"),
    );
    await withClient(server.url, (client) =>
      client.query(
        `create table of_later (id serial, day date); create view days as select day from of_later;
         create materialized view old_days as select day from of_later; create sequence alone; create domain little as int`,
      ),
    );

    const { url, applied } = await prepareEmbedded(access());
    expect(applied).toEqual([]);
    expect(url).toBe(before);
    await expectBounded(url);
    await withClient(server.url, async (client) => {
      const { rows } = await client.query(
        `select 'table' as kind, relname as name from pg_class where relnamespace = 'public'::regnamespace and relowner <> 'counterfoil_owner'::regrole
         union all select 'routine', proname from pg_proc where pronamespace = 'public'::regnamespace and proowner <> 'counterfoil_owner'::regrole
         union all select 'type', typname from pg_type where typnamespace = 'public'::regnamespace and typowner <> 'counterfoil_owner'::regrole
         union all select 'database', datname from pg_database where datname = current_database() and datdba <> 'counterfoil_owner'::regrole`,
      );
      expect(rows).toEqual([]);
      const attributes = await client.query(
        "select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls as any from pg_roles where rolname = 'counterfoil_owner'",
      );
      expect(attributes.rows).toEqual([{ any: false }]);
    });
    // Partitions that the owner's functions create belong to the owner, and the product can read them.
    await withClient(url, (client) =>
      client.query("select drop_generation_partition('generations_d90_20200106')"),
    );
    await withClient(ownerUrl(), async (client) => {
      await expect(client.query("create role mine")).rejects.toMatchObject({ code: "42501" });
      await client.query("alter table of_later add column later int");
    });
  });

  it("is prepared once for parallel starts, and resets the owner's password when it was lost", async () => {
    expect(await Promise.all([prepareEmbedded(access()), prepareEmbedded(access())])).toHaveLength(2);
    const lost = { ...access(), ownerPassword: "another", productPassword: "another one" };
    const { url } = await prepareEmbedded(lost);
    await expectBounded(url);
  });
});

it("an empty embedded database is migrated by its owner from the first table on", async () => {
  const dataDir = path.resolve(".test", `first-${process.pid}`);
  const server = await startEmbeddedPostgres({ dataDir, password: "throw-away", throwAway: true });
  try {
    const access = { superuserUrl: server.url, ownerPassword: "owner", productPassword: "product" };
    const { url, applied } = await prepareEmbedded(access);
    expect(applied.length).toBeGreaterThan(0);
    await expectBounded(url);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});
