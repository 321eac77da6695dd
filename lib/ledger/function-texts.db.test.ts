import { readdir, readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { asOwner, testDatabase } from "@/lib/testing/database";

await testDatabase();

const folder = "lib/ledger/sql";
const definition = "select pg_get_functiondef($1::regproc) as text";

it.each(await readdir(folder))("%s matches the function that the migrations created", async (file) => {
  const name = file.replace(/\.sql$/, "");
  const [migrated, written] = await asOwner(async (client) => {
    const textOf = async () => (await client.query<{ text: string }>(definition, [name])).rows[0]?.text;
    const before = await textOf();
    await client.query(await readFile(`${folder}/${file}`, "utf8"));
    return [before, await textOf()];
  });
  expect(migrated).toContain(`FUNCTION public.${name}(`);
  expect(written).toBe(migrated);
});
