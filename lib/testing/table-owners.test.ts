import { describe, expect, it } from "vitest";
import { mayRead, mayWrite, ownTables } from "./table-owners";
import { findTableUses, migratedTables, readModels, type TableUse, usesIn } from "./table-uses";

const models = readModels();
const uses = findTableUses(models);
const permissions = { read: mayRead, write: mayWrite };
const isOwn = ({ module, table }: TableUse) => ownTables[module]?.includes(table) ?? false;
const isAllowed = ({ module, table, kind }: TableUse) => permissions[kind][module]?.includes(table) ?? false;

describe("tables belong to modules", () => {
  it("each table has one owner, and its model is in the owner's schema file", () => {
    const owned = Object.entries(ownTables).flatMap(([module, tables]) =>
      tables.map((table) => `${table} of ${module}`),
    );
    expect(owned.toSorted()).toEqual(
      [...models.values()].map(({ table, file }) => `${table} of ${file}`).toSorted(),
    );
    const kept = [...migratedTables()].map((table) => table.replace(/^generations_d\d+$/, "generations"));
    expect([...new Set(kept)].toSorted()).toEqual([...models.values()].map(({ table }) => table).toSorted());
  });

  it("a module uses tables of others only where that is listed", () => {
    const foreign = uses.filter((use) => !isOwn(use) && !isAllowed(use));
    expect(foreign.map(({ file, kind, table }) => `${file}: ${kind} of ${table}`)).toEqual([]);
  });

  it("every permission is used", () => {
    const needed = new Set(uses.map(({ module, table, kind }) => `${module} ${kind} ${table}`));
    const given = (["read", "write"] as const).flatMap((kind) =>
      Object.entries(permissions[kind]).flatMap(([module, tables]) =>
        tables.map((table) => `${module} ${kind} ${table}`),
      ),
    );
    expect(given.filter((permission) => !needed.has(permission))).toEqual([]);
  });
});

describe("the search for tables", () => {
  const found = (text: string) =>
    usesIn("lib/keys/sample.ts", text, models).map(({ table, kind }) => `${kind} ${table}`);

  it("finds tables in SQL, in templates, after commas and as a whole string", () => {
    expect(found('query("select 1 from wallets w join members m on true")').toSorted()).toEqual([
      "read members",
      "read wallets",
    ]);
    expect(found("query(`with a as (${x}) insert into holds select 1`)")).toEqual(["write holds"]);
    expect(found('query("delete from generations_d30 where id = $1")')).toEqual(["write generations"]);
    expect(found('query("select 1 from wallets w, members m")').toSorted()).toEqual([
      "read members",
      "read wallets",
    ]);
    expect(found('import { sqlPool } from "@/lib/db/client"; clear("apps")')).toEqual(["write apps"]);
    expect(found('say("Remove members of this workspace")')).toEqual([]);
  });

  it("finds Prisma models and the relations used in a call", () => {
    expect(found("tx.session.findFirst({ select: { id: true, user: { select: { id: true } } } })")).toEqual([
      "read sessions",
      "read users",
    ]);
    expect(found("db().apiKey.updateMany({ where: { id } })")).toEqual(["write api_keys"]);
  });
});
