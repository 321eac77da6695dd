import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { seedActivity } from "@/lib/activity/seed/seed-activity";
import { deleteAccount } from "@/lib/accounts/delete-account";
import { createUser } from "@/lib/accounts/create-user";
import { closeDb, sqlPool } from "@/lib/db/client";
import { withUser } from "@/lib/db/product-role";
import { sealLedger } from "@/lib/ledger/seal-ledger";
import { emptyClone, testDatabase, withClient } from "@/lib/testing/database";
import { testRole } from "@/lib/testing/environment";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, holdExactly } from "@/lib/testing/generations";
import { backupTables } from "./internal/backup-tables";
import { lastBackup } from "./last-backup";
import { leftOut } from "./rules/backup-format";
import { writeBackup } from "./write-backup";

const folder = mkdtempSync(path.join(tmpdir(), "counterfoil-backup-"));
const source = await testDatabase();
process.env.DATA_DIR = folder;

const password = "violet anchor minute parsnip";
const texts = ["tab\tline\nreturn\r", "\\.", "\\N", '{"a",b}', "ünï 😀", "", "\\.\n\\."];
let person: { userId: string; workspaceId: string };
let file: string;

beforeAll(async () => {
  const created = await createUser({
    email: "canary@example.test",
    password,
    verified: true,
    name: "Canary",
  });
  if (!created.ok) throw new Error(created.code);
  person = created.value;
  await seedActivity({ rows: 3_000, days: 45, workspaceId: person.workspaceId });
  for (const [index, text] of texts.entries())
    await sqlPool().query(
      "insert into apps (id, workspace_id, url, title) values (gen_random_uuid(), $1, $2, $3)",
      [person.workspaceId, `https://${index}.example.test`, text],
    );
  // A hold of a process that does not exist after a restore.
  const spender = await createWorkspace({ credits: 100n });
  await holdExactly(spender.workspaceId, await createSpendingKey(spender.workspaceId), 7n);
  await sealLedger({ now: new Date(Date.now() + 3_600_000) });
  file = (await writeBackup(folder)).file;
});
afterAll(async () => {
  await closeDb();
  rmSync(folder, { recursive: true, force: true });
});

/** The verbs as in a process that uses this database. */
async function at(url: string) {
  process.env.DATABASE_URL = url;
  await closeDb();
  vi.resetModules();
  const [restore, verify, erasures, client] = await Promise.all([
    import("./restore-backup"),
    import("@/lib/ledger/verify-ledger"),
    import("./replay-erasures"),
    import("@/lib/db/client"),
  ]);
  return {
    restore: (from = file) => restore.restoreBackup(from),
    failures: async () => (await verify.verifyLedger()).checks.filter(({ ok }) => !ok),
    replay: erasures.replayErasures,
    listErased: erasures.listErased,
    sql: async (text: string, values: unknown[] = []) => (await client.sqlPool().query(text, values)).rows,
  };
}

/** A database with every migration and nothing in it, as the product's role. */
const empty = async () => withUser(await emptyClone(), testRole);

/** The number of rows of each table, and a checksum of their content. */
async function contentOf(url: string): Promise<Readonly<Record<string, string>>> {
  return withClient(url, async (client) => {
    const content: Record<string, string> = {};
    for (const { table } of await backupTables(client)) {
      const { rows } = await client.query<{ content: string }>(
        `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as content from ${table} t`,
      );
      content[table] = rows[0]?.content ?? "";
    }
    return content;
  });
}

/** The tables that a restore changes: processes in the backup have ended, and with them their holds. */
const ofProcesses = ["processes", "holds", "wallets", "meters", "unaccounted_completions"];
const without = (content: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(content).filter(([table]) => !ofProcesses.includes(table)));

test("a round trip restores every row of every table, with a clean ledger and released holds", async () => {
  const target = await empty();
  const there = await at(target);
  const { rows, tables } = await there.restore();
  expect(rows).toBeGreaterThan(3_000);
  const [before, after] = [await contentOf(source), await contentOf(target)];
  expect(Object.keys(before)).toHaveLength(tables);
  expect(without(after)).toEqual(without(before));
  expect(Object.keys(before).filter((table) => before[table] === "0 0")).not.toContain("generations");
  expect(await there.failures()).toEqual([]);
  expect(await there.sql("select count(*)::int as open from holds where state = 'held'")).toEqual([
    { open: 0 },
  ]);
  const titles = await there.sql(
    "select title from apps where url like 'https://_.example.test' order by url",
  );
  expect(titles).toEqual(texts.map((title) => ({ title })));
  // The restored database works like any other.
  await there.sql("select make_generation_partition('d30', '2030-01-07')");
});

test("the file is readable only by its owner, named by its time, never overwritten, and noted for doctor", async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(path.basename(file)).toMatch(/^counterfoil-\d{8}T\d{6}Z\.backup\.gz$/);
  await at(source);
  await expect(writeBackup(file)).rejects.toThrow("already exists");
  await expect(writeBackup(path.join(folder, "nowhere", "x"))).rejects.toThrow("There is no folder");
  expect(await lastBackup()).toMatchObject({ file });
});

test("short-lived rows are left out, and nothing else", async () => {
  const { sql } = await at(source);
  const all = await sql(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition",
  );
  const saved =
    gunzipSync(readFileSync(file))
      .toString()
      .match(/(?<=^\{"table":")\w+/gm) ?? [];
  expect([...saved, ...leftOut].sort()).toEqual(all.map(({ name }: { name: string }) => name).sort());
  // A sequence would have to be set after loading the rows.
  expect(
    await sql("select from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace"),
  ).toEqual([]);
});

test("a backup that is cut off or damaged anywhere is rejected and changes nothing", async () => {
  const target = await empty();
  const there = await at(target);
  const whole = readFileSync(file);
  const plain = gunzipSync(whole);
  const flipped = Buffer.from(plain);
  const inRows = plain.indexOf("https://3.example.test");
  flipped.write("https://4.example.test", inRows);
  const lastLine = plain.lastIndexOf("\n", plain.length - 2) + 1;
  const versions: Readonly<Record<string, Buffer>> = {
    "cut in the middle": whole.subarray(0, whole.length / 2),
    "cut at its end": whole.subarray(0, whole.length - 4),
    "a row changed": gzipSync(flipped),
    "without its last line": gzipSync(plain.subarray(0, lastLine)),
    "ended within the rows": gzipSync(plain.subarray(0, inRows)),
    "with something behind it": gzipSync(Buffer.concat([plain, Buffer.from("x")])),
    "no gzip": plain,
    empty: Buffer.alloc(0),
    "another format": gzipSync('{"format":"pg_dump"}\n'),
  };
  for (const [name, bytes] of Object.entries(versions)) {
    const damaged = path.join(folder, `${name}.gz`);
    writeFileSync(damaged, bytes);
    await expect(there.restore(damaged), name).rejects.toThrow(`${damaged} is cut off or damaged`);
  }
  await expect(there.restore(path.join(folder, "none"))).rejects.toThrow("There is no file");
  const unused = await empty();
  expect(await contentOf(target)).toEqual(await contentOf(unused));
});

test("rejects a backup of other migrations, and one for a database that is not empty", async () => {
  const owner = await emptyClone();
  const there = await at(withUser(owner, testRole));
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  const last = "(select max(migration_name) from _prisma_migrations)";
  await client.query(
    `update _prisma_migrations set checksum = repeat('0', 64) where migration_name = ${last}`,
  );
  await expect(there.restore()).rejects.toThrow(
    /does not match this version: migration \w+ differs here\. Restore it with/,
  );
  await client.query(`delete from _prisma_migrations where migration_name = ${last}`);
  await expect(there.restore()).rejects.toThrow(
    /the backup has migration \w+, which this version does not have/,
  );
  await client.end();

  const full = await at(await empty());
  await full.restore();
  await expect(full.restore()).rejects.toThrow(/The database is not empty: there are rows in \w+/);
});

test("accounts erased after the backup are erased again, with keys, credits and rows", async () => {
  await at(source);
  // Verbs of the first database, as imported by this file.
  const deletion = { userId: person.userId, confirmation: "canary@example.test", currentPassword: password };
  expect(await deleteAccount(deletion)).toEqual({ ok: true, value: null });
  const { listErased } = await at(source);
  const list = await listErased();
  expect(list).toEqual([person.userId]);

  const there = await at(await empty());
  await there.restore();
  const canaries = "select count(*)::int as found from users where email = 'canary@example.test'";
  expect(await there.sql(canaries)).toEqual([{ found: 1 }]);
  const unknownId = "01a2228f-9ef2-72c2-9160-9f478a997f1f";
  expect(await there.replay([...list, unknownId])).toEqual({ erased: 1, unknown: 1, failed: [] });
  expect(await there.sql(canaries)).toEqual([{ found: 0 }]);
  const rows = await there.sql("select count(*)::int as found from generations where workspace_id = $1", [
    person.workspaceId,
  ]);
  expect(rows).toEqual([{ found: 0 }]);
  expect(await there.sql("select from outbox_mails")).toEqual([]);
  expect(await there.failures()).toEqual([]);
  expect(await there.replay(list)).toEqual({ erased: 0, unknown: 1, failed: [] });
});

test("a backup taken while the product writes is consistent: restored, its ledger is clean", async () => {
  await at(source);
  const { createWorkspace: make } = await import("@/lib/testing/factories");
  const { writeBackup: write } = await import("./write-backup");
  const { grantCredits: grant } = await import("@/lib/ledger/grant-credits");
  const { workspaceId } = await make({ credits: 1n });
  let isOver = false;
  let given = 0;
  const giving = (async () => {
    while (!isOver) {
      given += 1;
      const idempotencyKey = `during-${given}`;
      await grant({ userId: null }, { workspaceId, amountNanos: 1n, reason: "x", idempotencyKey });
    }
  })();
  const { file: during } = await write(path.join(folder, "during.gz"));
  isOver = true;
  await giving;
  const there = await at(await empty());
  await there.restore(during);
  expect(await there.failures()).toEqual([]);
});
