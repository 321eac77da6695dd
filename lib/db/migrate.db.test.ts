import { describe, expect, it } from "vitest";
import { emptyDatabase, testDatabase, withClient } from "@/lib/testing/database";
import { migrationFolder, removeMigrationFolders } from "@/lib/testing/migration-folder";
import { DatabaseProblem } from "./connection-problem";
import { migrationLockKey } from "./internal/migration-lock";
import { migrate } from "./migrate";
import { withUser } from "./product-role";

await testDatabase();
removeMigrationFolders();

async function query<Row>(url: string, statement: string): Promise<Row[]> {
  return withClient(url, async (client) => (await client.query(statement)).rows as Row[]);
}

type Recorded = { name: string; state: string; steps: number; logs: string | null };

async function history(url: string): Promise<Recorded[]> {
  return query(
    url,
    `select migration_name as name, applied_steps_count as steps, logs,
       case when finished_at >= started_at then 'applied' when rolled_back_at >= started_at then 'rolled back' else 'unfinished' end as state
     from _prisma_migrations order by started_at`,
  );
}

const applied = (name: string): Recorded => ({ name, state: "applied", steps: 1, logs: null });

/** What an attempt failed with; throws when it succeeds, or fails with anything but a sentence for the operator. */
async function problemOf(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatabaseProblem);
  return error instanceof Error ? error.message : "";
}

const one = { "1_one": "create table ones (id int)" };
const two = { ...one, "2_two": "create table twos (id int);\n\ninsert into ones values (1), (1)" };

describe("several starts", () => {
  it("apply each migration once when they come at the same time", async () => {
    const url = await emptyDatabase();
    const folder = await migrationFolder(two);
    const results = await Promise.all([migrate(url, { folder }), migrate(url, { folder })]);
    expect(results.map((result) => result.applied).sort()).toEqual([[], ["1_one", "2_two"]]);
    expect(await history(url)).toEqual([applied("1_one"), applied("2_two")]);
    expect(await migrate(url, { folder })).toEqual({ applied: [] });
  });

  it("say that they wait for another one, and give up after a while", async () => {
    const url = await emptyDatabase();
    const folder = await migrationFolder(one);
    const said: string[] = [];
    const options = { folder, waitMsMax: 300, say: (line: string) => said.push(line) };
    await withClient(url, async (client) => {
      await client.query(`select pg_advisory_lock(${migrationLockKey})`);
      expect(await problemOf(migrate(url, options))).toMatch(/^Another start is changing this database/);
    });
    expect(said).toEqual(["Another start is changing this database: waiting for it to end."]);
    expect(await migrate(url, options)).toEqual({ applied: ["1_one"] });
  });
});

describe("a table in use", () => {
  it("is asked for again after a pause, in which other queries pass, until the start gives up", async () => {
    const url = await emptyDatabase();
    await migrate(url, { folder: await migrationFolder(one) });
    const folder = await migrationFolder({
      ...one,
      "2_alter": "create table more ();\nalter table ones add note text",
    });
    await withClient(url, async (reader) => {
      await reader.query("begin; select from ones");
      const said: string[] = [];
      // Said in the pause. A read that waited behind the migration would reject after its own 100 ms.
      let readInPause: Promise<unknown> = Promise.reject(new Error("no pause"));
      readInPause.catch(() => undefined);
      const say = (line: string) => {
        said.push(line);
        readInPause = query(url, "set lock_timeout = 100; select from ones");
      };
      expect(await problemOf(migrate(url, { folder, lockMsMax: 50, attempts: 2, say }))).toMatch(
        /^A table is in use by a long query or transaction, so that migration 2_alter could not/,
      );
      expect(said).toEqual(["A table that a migration changes is in use: trying again."]);
      await readInPause;
      const waiting = migrate(url, { folder, lockMsMax: 50, say: () => void reader.query("commit") });
      expect(await waiting).toEqual({ applied: ["2_alter"] });
    });
    expect(await history(url)).toEqual([applied("1_one"), applied("2_alter")]);
  });
});

describe("a script that fails", () => {
  it("leaves nothing, is recorded with its reason, and runs again at the next start", async () => {
    const url = await emptyDatabase();
    const folder = await migrationFolder({
      ...two,
      "3_three": "create table threes ();\n\ncreate unique index on ones (id)",
    });
    for (let start = 0; start < 2; start += 1) {
      expect(await problemOf(migrate(url, { folder }))).toBe(
        'Migration 3_three failed: could not create unique index "ones_id_idx" (23505). Nothing of it is in the database. Fix the cause, and start again.',
      );
      expect(await query(url, "select to_regclass('threes') as threes")).toEqual([{ threes: null }]);
      expect(await history(url)).toEqual([
        applied("1_one"),
        applied("2_two"),
        {
          name: "3_three",
          state: "rolled back",
          steps: 0,
          logs: 'Migration 3_three failed: could not create unique index "ones_id_idx" (23505).',
        },
      ]);
    }
    await query(url, "delete from ones");
    expect(await migrate(url, { folder })).toEqual({ applied: ["3_three"] });
    expect(await history(url)).toEqual([applied("1_one"), applied("2_two"), applied("3_three")]);
  });

  it("is named with the line, and may be replaced by a fixed one, since nothing was applied", async () => {
    const url = await emptyDatabase();
    const broken = await migrationFolder({ "1_one": "create table ones (id int);\nselect ö from ones;" });
    expect(await problemOf(migrate(url, { folder: broken }))).toMatch(
      /^Migration 1_one failed: column "ö" does not exist \(42703, line 2\)\./,
    );
    expect(await migrate(url, { folder: await migrationFolder(one) })).toEqual({ applied: ["1_one"] });
  });

  it("is named without the stored value that does not fit", async () => {
    const url = await emptyDatabase();
    const folder = await migrationFolder({
      "1_one": "create table ones (id text);\ninsert into ones values ('canary-7f3a');",
      "2_two": "alter table ones alter column id type uuid using id::uuid;",
    });
    const problem = await problemOf(migrate(url, { folder }));
    expect(problem).toMatch(/^Migration 2_two failed: a stored value does not fit \(22P02\)\./);
    expect(`${problem} ${JSON.stringify(await history(url))}`).not.toContain("canary");
  });

  it("is rolled back as well when its record cannot be written", async () => {
    const url = await emptyDatabase();
    await migrate(url, { folder: await migrationFolder(one) });
    await query(
      url,
      "alter table _prisma_migrations add constraint full_disk check (migration_name <> '2_two')",
    );
    const folder = await migrationFolder(two);
    expect(await problemOf(migrate(url, { folder }))).toMatch(
      /^Migration 2_two failed: .*"full_disk" \(23514\)/,
    );
    expect(await query(url, "select to_regclass('twos') as twos")).toEqual([{ twos: null }]);
    await query(url, "alter table _prisma_migrations drop constraint full_disk");
    expect(await migrate(url, { folder })).toEqual({ applied: ["2_two"] });
  });

  it("because its connection broke runs again at the next start", async () => {
    const url = await emptyDatabase();
    const folder = await migrationFolder({ "1_one": "create table ones (id int);\nselect pg_sleep(60)" });
    const broken = problemOf(migrate(url, { folder }));
    const end = `select pg_terminate_backend(pid) as is_ended from pg_stat_activity where datname = current_database() and query like '%pg_sleep(60)'`;
    await expect.poll(() => query(url, end), { timeout: 10_000 }).toEqual([{ is_ended: true }]);
    expect(await broken).toMatch(/^The connection to the database broke during migration 1_one/);
    expect(await migrate(url, { folder: await migrationFolder(one) })).toEqual({ applied: ["1_one"] });
  });

  it("because the role may not change the schema says so", async () => {
    const url = await emptyDatabase();
    const reader = { name: `reader_${new URL(url).pathname.slice(1)}`, password: "x" };
    await migrate(url, { folder: await migrationFolder(one) });
    await query(
      url,
      `create role ${reader.name} login password 'x'; grant all on _prisma_migrations to ${reader.name}`,
    );
    const folder = await migrationFolder(two);
    expect(await problemOf(migrate(withUser(url, reader), { folder }))).toMatch(
      /^Migration 2_two failed: .* does not let the user change its schema/,
    );
    await query(url, `revoke all on _prisma_migrations from ${reader.name}`);
    expect(await problemOf(migrate(withUser(url, reader), { folder }))).toMatch(
      /does not let the user change its schema\. Use the role that owns the database\.$/,
    );
  });
});

describe("a script that says CONCURRENTLY", () => {
  const build = {
    ...two,
    "3_index": "-- Why: CREATE INDEX would lock.\ncreate unique index concurrently wanted on ones (id);\n",
  };

  it("runs outside of a transaction, also while its table is read", async () => {
    const url = await emptyDatabase();
    await migrate(url, { folder: await migrationFolder(one) });
    const folder = await migrationFolder({ ...one, "3_index": build["3_index"] });
    await withClient(url, async (reader) => {
      // PostgreSQL ends such a build only when older snapshots are gone.
      await reader.query("begin isolation level repeatable read; select from ones");
      const building = migrate(url, { folder, lockMsMax: 1, attempts: 1 });
      const waiting =
        "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
      await expect.poll(() => query(url, waiting), { timeout: 10_000 }).toEqual([{ count: 1 }]);
      await reader.query("commit");
      expect(await building).toEqual({ applied: ["3_index"] });
    });
    expect(await history(url)).toEqual([applied("1_one"), applied("3_index")]);
  });

  it("stops the next starts when it failed, until the operator has removed what it left", async () => {
    const url = await emptyDatabase();
    const folder = await migrationFolder(build);
    expect(await problemOf(migrate(url, { folder }))).toMatch(
      /^Migration 3_index failed: could not create unique index "wanted" \(23505\)\. Part of it may be in the database/,
    );
    expect((await history(url)).at(-1)).toEqual({
      name: "3_index",
      state: "unfinished",
      steps: 0,
      logs: 'Migration 3_index failed: could not create unique index "wanted" (23505).',
    });
    expect(await problemOf(migrate(url, { folder }))).toMatch(
      /^Migration 3_index failed earlier, or was interrupted\. .* docs\/operations\.md\.$/,
    );
    await query(url, "drop index wanted");
    await query(url, "delete from ones");
    await query(url, "update _prisma_migrations set rolled_back_at = now() where migration_name = '3_index'");
    expect(await migrate(url, { folder })).toEqual({ applied: ["3_index"] });
  });
});

describe("a database that does not fit", () => {
  it("is refused by name when an applied migration was edited, but not for its line endings", async () => {
    const url = await emptyDatabase();
    await migrate(url, { folder: await migrationFolder(two) });
    const windows = await migrationFolder({ ...two, "2_two": two["2_two"].replaceAll("\n", "\r\n") });
    expect(await migrate(url, { folder: windows })).toEqual({ applied: [] });
    const edited = await migrationFolder({
      ...two,
      "1_one": "create table ones (id bigint)",
      "3_three": "select 1",
    });
    expect(await problemOf(migrate(url, { folder: edited }))).toMatch(
      /^Migration 1_one was changed after it was applied/,
    );
    expect(await history(url)).toHaveLength(2);
  });

  it("is used as it is when a newer version migrated it", async () => {
    const url = await emptyDatabase();
    await migrate(url, { folder: await migrationFolder(two) });
    const said: string[] = [];
    const older = await migrate(url, { folder: await migrationFolder(one), say: (line) => said.push(line) });
    expect(older).toEqual({ applied: [] });
    expect(said).toEqual(["A newer version migrated this database (2_two). It is used as it is."]);
  });

  it("is refused when it has migrations of another version and lacks some of this one", async () => {
    const url = await emptyDatabase();
    await migrate(url, { folder: await migrationFolder(two) });
    const other = await migrationFolder({ ...one, "3_other": "create table others ()" });
    expect(await problemOf(migrate(url, { folder: other }))).toMatch(
      /migrations that this version does not have \(2_two\), and lacks others \(3_other\)/,
    );
    expect(await history(url)).toHaveLength(2);
  });

  it("is refused when it holds tables of something else", async () => {
    const url = await emptyDatabase();
    await query(url, "create table theirs ()");
    expect(await problemOf(migrate(url, { folder: await migrationFolder(one) }))).toMatch(
      /already has tables \(theirs\)/,
    );
    expect(await query(url, "select to_regclass('ones') as ones")).toEqual([{ ones: null }]);
  });
});
