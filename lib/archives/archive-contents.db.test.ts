import { createHash } from "node:crypto";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, expect, test } from "vitest";
import { seedActivity } from "@/lib/activity/seed/seed-activity";
import { closeDb, sqlPool } from "@/lib/db/client";
import { downloadedArchive, makePerson, requestedArchive } from "@/lib/testing/archives";
import { testDatabase } from "@/lib/testing/database";
import { fillTables } from "@/lib/testing/fill-tables";
import { readZip } from "@/lib/testing/read-zip";
import { makeArchives } from "./make-archives";
import { jsonValue } from "./rules/dataset";
import { datasets } from "./rules/datasets";
import type { Inventory } from "./rules/inventory";

await testDatabase();
afterAll(closeDb);

type JsonRow = Readonly<Record<string, unknown>>;
const parsed = <Value>(files: ReadonlyMap<string, Buffer>, path: string): Value =>
  JSON.parse((files.get(path) ?? Buffer.from("null")).toString());

test("an archive has every row of every table, field by field, and nothing of anyone else", async () => {
  const me = await makePerson();
  const other = await makePerson();
  await seedActivity({ rows: 2_500, days: 20, workspaceId: me.workspaceId });
  await fillTables({ ...me, mark: "mine" });
  await fillTables({ ...other, mark: "of-another-person" });
  // One that is on asks for a code before the archive is requested, and no code fits what was filled in.
  await sqlPool().query("update two_factor_secrets set confirmed_at = null");
  const id = await requestedArchive(me.userId);
  await sqlPool().query("update two_factor_secrets set confirmed_at = now()");
  expect(await makeArchives()).toBe(1);
  const files = await readZip(await downloadedArchive(me.userId, id));

  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const inventory = parsed<Inventory>(files, "inventory.json");
  expect(inventory).toMatchObject({ archive_id: id, user_id: me.userId });
  expect(inventory.datasets.map(({ name }) => name)).toEqual(datasets.map(({ name }) => name));
  for (const entry of inventory.datasets) {
    const rows = parsed<readonly JsonRow[]>(files, entry.json.path);
    const isValid = ajv.validate(parsed(files, entry.schema), rows);
    expect(isValid, `${entry.name}: ${ajv.errorsText()}`).toBe(true);
    expect(rows.length).toBe(entry.rows);
    for (const { path, bytes, sha256 } of [entry.json, entry.csv]) {
      const file = files.get(path) ?? Buffer.alloc(0);
      expect([file.length, createHash("sha256").update(file).digest("hex")]).toEqual([bytes, sha256]);
    }
    // A deletion that was filled in hides it; `unreadable-content.db.test.ts` has some.
    if (entry.name !== "stored_content") expect(rows.length, entry.name).toBeGreaterThan(0);
    await compareWithTable(entry.name, rows, me);
  }
  expect([...files.values()].some((file) => file.includes("of-another-person"))).toBe(false);
  expect([...files.values()].some((file) => file.includes(other.workspaceId))).toBe(false);
  expect(files.size).toBe(2 + 3 * datasets.length);
});

/** Compares plain columns with what the table has, read without any statement of the archive. */
async function compareWithTable(
  name: string,
  rows: readonly JsonRow[],
  { userId, workspaceId, email }: { userId: string; workspaceId: string; email: string },
): Promise<void> {
  const dataset = datasets.find((one) => one.name === name);
  if (!dataset || name === "stored_content") return;
  const [, table = "", alias = ""] = /^from (\w+) (\w+)/.exec(dataset.from) ?? [];
  const plain = dataset.fields.filter(({ sql }) => new RegExp(`^${alias}\\.\\w+(::text)?$`).test(sql));
  expect(plain.length, name).toBeGreaterThan(0);
  const { rows: whole } = await sqlPool().query<JsonRow>(`select * from "${table}"`);
  const requests = await sqlPool().query<{ id: string }>("select id from data_requests where user_id = $1", [
    userId,
  ]);
  const keys = await sqlPool().query<{ id: string }>("select id from api_keys where workspace_id = $1", [
    workspaceId,
  ]);
  const isMine = (row: JsonRow) => {
    if ("data_request_id" in row) return requests.rows.some(({ id }) => id === row["data_request_id"]);
    if ("workspace_id" in row) return row["workspace_id"] === workspaceId;
    if ("key_id" in row) return keys.rows.some(({ id }) => id === row["key_id"]);
    if ("recipient" in row) return row["recipient"] === email;
    return (row["user_id"] ?? row["id"]) === userId;
  };
  const column = (sql: string) => /\.(\w+)/.exec(sql)?.[1] ?? "";
  const expected = whole
    .filter(isMine)
    .map((row) =>
      JSON.stringify(plain.map((field) => jsonValue(field, { [field.name]: row[column(field.sql)] }))),
    );
  const found = rows.map((row) => JSON.stringify(plain.map((field) => row[field.name])));
  // Archives and mails change while one is made.
  if (["archives", "emails", "security_log"].includes(name)) expect(found.length).toBeGreaterThan(0);
  else expect(found.toSorted(), name).toEqual(expected.toSorted());
}
