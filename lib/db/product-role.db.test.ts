import { afterAll, describe, expect, it } from "vitest";
import { dropExpiredPartitions } from "@/lib/activity/partitions/drop-expired-partitions";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { partitionsBetween } from "@/lib/activity/rules/partitions";
import { msPerDay } from "@/lib/kernel/clock";
import { asOwner, emptyDatabase, testDatabase, withClient } from "@/lib/testing/database";
import { testRole } from "@/lib/testing/environment";
import { createWorkspace } from "@/lib/testing/factories";
import { closeDb, sqlPool } from "./client";
import { examineRole } from "./examine-role";
import { migrate } from "./migrate";
import { canSignIn, mayProvideRoles, provideProductRole, withUser } from "./product-role";

await testDatabase();
afterAll(closeDb);

describe("the product's role", () => {
  it("can change neither history nor the tables, triggers and functions that protect it", async () => {
    await createWorkspace({ credits: 5n });
    for (const statement of [
      "alter table transfers disable trigger user",
      "alter table transfers disable trigger transfers_append_only",
      "drop trigger transfers_append_only on transfers",
      "truncate transfers cascade",
      "truncate holds",
      "update transfers set amount_nanos = 1",
      "delete from transfers",
      "update ledger_accounts set kind = 'promotions'",
      "delete from ledger_seals",
      "update audit_events set action = 'x'",
      "update _prisma_migrations set checksum = 'x'",
      "drop function settle_holds",
      "create or replace function meter_used(meter meters) returns bigint language sql as 'select 0::bigint'",
      "create table mine (id int)",
      "create function mine() returns int language sql as 'select 1'",
      "create schema mine",
      "drop table generations_d30",
      "alter table wallets drop constraint wallets_totals",
      "create trigger mine before insert on transfers for each row execute function refuse_change()",
      "set session_replication_role = replica",
      "alter role current_user superuser",
      "create role mine",
      "alter system set fsync = off",
      "copy transfers to program 'true'",
    ]) {
      await expect(sqlPool().query(statement), statement).rejects.toMatchObject({ code: "42501" });
    }
    expect(await examineRole()).toEqual({
      role: testRole.name,
      weaknesses: [],
      isSoleOwner: false,
      advice: "",
    });
  });

  it("creates and drops partitions of generations through functions that do nothing else", async () => {
    const ask = (sql: string, values: unknown[]) => sqlPool().query(sql, values);
    const code = (code: string) => ({ code });
    const make = "select make_generation_partition($1, $2::date)";
    const drop = "select drop_generation_partition($1)";
    await expect(ask(make, ["d31", "2026-11-23"])).rejects.toMatchObject(code("22023"));
    await expect(ask(make, ["d30; drop table transfers", "2026-11-23"])).rejects.toMatchObject(code("22023"));
    await expect(ask(make, [null, "2026-11-23"])).rejects.toMatchObject(code("22023"));
    await expect(ask(make, ["d30", "2026-11-24"])).rejects.toMatchObject(code("22023"));
    await expect(ask(make, ["d30", "0001-01-01"])).rejects.toMatchObject(code("22023"));
    for (const name of ["transfers", "generations_d30", "generations_d30_20261123; drop table x", null])
      await expect(ask(drop, [name])).rejects.toMatchObject(code("22023"));
    const now = partitionsBetween(new Date(), new Date());
    await ensurePartitions();
    await expect(ask(drop, [now[0]?.name])).rejects.toMatchObject(code("55000"));
    // Dropping a partition that does not exist succeeds.
    await ask(drop, ["generations_d30_20200106"]);
    const past = new Date(Date.now() - 60 * msPerDay);
    const [partition] = await ensurePartitions({ from: past, to: past });
    await ask(`select count(*) from ${partition}`, []);
    await ask(`delete from ${partition}`, []);
    // Objects of another schema cannot take the place of those that the functions name.
    await withClient(process.env.DATABASE_URL ?? "", async (client) => {
      await client.query(
        "create temporary table generations_d30 (id uuid); set search_path = pg_temp, public",
      );
      await client.query(make, ["d30", "2019-12-30"]);
      const { rows } = await client.query(
        "select inhparent::regclass::text as parent from pg_inherits where inhrelid = 'public.generations_d30_20191230'::regclass",
      );
      expect(rows).toEqual([{ parent: "public.generations_d30" }]);
    });
    expect((await dropExpiredPartitions()).partitions).toEqual(
      expect.arrayContaining([partition, "generations_d30_20191230"]),
    );
  });

  it("does not wait for a reader when it drops a partition: rows go first, the partition after the reader ended", async () => {
    const past = new Date(Date.now() - 70 * msPerDay);
    const [partition] = await ensurePartitions({ from: past, to: past });
    await asOwner(async (client) => {
      await client.query("begin; select count(*) from generations");
      expect((await dropExpiredPartitions()).partitions).not.toContain(partition);
      await client.query("commit");
    });
    expect((await dropExpiredPartitions()).partitions).toContain(partition);
  });
});

describe("provideProductRole", () => {
  it("creates the role once for parallel starts, grants what later migrations add, and revokes what is too much", async () => {
    const ownerUrl = await emptyDatabase();
    await migrate(ownerUrl);
    const role = {
      name: `app_${new URL(ownerUrl).pathname.slice(1)}`,
      password: 'it\'s a "secret"',
      isOurs: true,
    };
    const urls = await Promise.all([provideProductRole(ownerUrl, role), provideProductRole(ownerUrl, role)]);
    expect(urls[0]).toBe(withUser(ownerUrl, role));
    await withClient(ownerUrl, (client) =>
      client.query(
        `create table later (id int); grant all on transfers to ${role.name}; grant create on schema public to public`,
      ),
    );
    await withClient(urls[0] ?? "", async (client) => {
      await expect(client.query("select from later")).rejects.toMatchObject({ code: "42501" });
      await provideProductRole(ownerUrl, role);
      await client.query("insert into later values (1)");
      for (const statement of ["truncate transfers", "delete from transfers", "create table mine (id int)"])
        await expect(client.query(statement), statement).rejects.toMatchObject({ code: "42501" });
    });
    const changed = { ...role, password: "another" };
    expect(await canSignIn(await provideProductRole(ownerUrl, changed))).toBe(true);
    expect(await canSignIn(await provideProductRole(ownerUrl, { ...role, isOurs: false }))).toBe(false);
  });

  it("is possible for an owner who may create roles", async () => {
    expect(await mayProvideRoles(process.env.DATABASE_URL ?? "")).toBe(false);
    const ownerUrl = await emptyDatabase();
    const name = `owner_${new URL(ownerUrl).pathname.slice(1)}`;
    await withClient(ownerUrl, (client) =>
      client.query(`create role ${name} login createrole password 'x'; grant all on database "${new URL(ownerUrl).pathname.slice(1)}" to ${name};
        grant all on schema public to ${name}`),
    );
    const url = withUser(ownerUrl, { name, password: "x" });
    expect(await mayProvideRoles(url)).toBe(true);
    await migrate(url);
    // An owner who is not a superuser is enough for everything, including the functions that run as the owner.
    const app = await provideProductRole(url, { name: `${name}_app`, password: "y", isOurs: true });
    await withClient(app, (client) => client.query("select make_generation_partition('d30', '2026-11-23')"));
  });
});

describe("examineRole", () => {
  it("names a superuser, an owner, and excess rights of another role, with the SQL that fixes them", async () => {
    expect(await asOwner((client) => examineRole(client))).toMatchObject({
      weaknesses: ["it is a superuser"],
      advice: expect.stringMatching(/CREATE ROLE "test_\w+_app" LOGIN .* DATABASE_URL_OWNER/),
    });
    const ownerUrl = await emptyDatabase();
    const database = new URL(ownerUrl).pathname.slice(1);
    const owner = { name: `only_${database}`, password: "x" };
    const app = { name: `much_${database}`, password: "y" };
    await withClient(ownerUrl, (client) =>
      client.query(`create role ${owner.name} login password 'x'; create role ${app.name} login createrole password 'y';
        grant usage, create on schema public to ${app.name}; grant all on database "${database}" to ${owner.name}; grant all on schema public to ${owner.name}`),
    );
    const url = withUser(ownerUrl, owner);
    await migrate(url);
    expect(await withClient(url, examineRole)).toMatchObject({
      weaknesses: ["it owns the tables, so it may drop them and disable their triggers"],
    });
    await withClient(url, (client) =>
      client.query(`grant all on all tables in schema public to ${app.name}`),
    );
    const { weaknesses, advice } = await withClient(withUser(ownerUrl, app), examineRole);
    expect(weaknesses).toHaveLength(5);
    const sql = advice.split("as the owner: ")[1]?.split("; then")[0] ?? "";
    await withClient(ownerUrl, (client) => client.query(sql.replace(/ then start.*/, "")));
    await provideProductRole(url, { ...app, isOurs: false });
    expect(await withClient(withUser(ownerUrl, app), examineRole)).toMatchObject({ weaknesses: [] });
  });
});
