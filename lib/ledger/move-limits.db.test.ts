import { readFile } from "node:fs/promises";
import { uuidv7 } from "uuidv7";
import pg from "pg";
import { expect, it } from "vitest";
import { migrate } from "@/lib/db/migrate";
import { emptyDatabase, testDatabase } from "@/lib/testing/database";

await testDatabase();

const read = (name: string) => readFile(`prisma/migrations/${name}/migration.sql`, "utf8");

it("an older database keeps its limits and usage, and its open holds expire as unaccounted", async () => {
  const client = new pg.Client({ connectionString: await emptyDatabase() });
  await client.connect();
  try {
    await client.query(await read("20261121000000_init"));
    const [workspaceId, limited, open, withoutMeter] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    await client.query("insert into wallets (workspace_id, credited_nanos, held_nanos) values ($1, 100, 7)", [
      workspaceId,
    ]);
    for (const [id, limit, reset] of [
      [limited, 50, "weekly"],
      [open, null, null],
      [withoutMeter, 0, null],
    ])
      await client.query(
        `insert into api_keys (id, workspace_id, hash, name, label, limit_nanos, limit_reset)
         values ($1::uuid, $2, encode(sha256($1::text::bytea), 'hex'), 'k', 'l', $3, $4)`,
        [id, workspaceId, limit, reset],
      );
    await client.query(
      "insert into key_meters (key_id, workspace_id, used_nanos, held_nanos) values ($1, $3, 9, 7), ($2, $3, 1, 0)",
      [limited, open, workspaceId],
    );
    await client.query(
      `insert into holds (id, workspace_id, key_id, amount_nanos, expires_at, state, closed_at)
       values ($1, $3, $4, 7, now(), 'held', null), ($2, $3, $4, 5, now(), 'expired', now())`,
      [uuidv7(), uuidv7(), workspaceId, limited],
    );
    await client.query(await read("20261122000000_spend_path"));
    const meters = await client.query(
      "select id, kind, subject_id, limit_nanos, limit_reset, used_nanos, held_nanos from meters",
    );
    const meter = (id: string, ...[limit, reset, used, held]: (string | null)[]) => ({
      id,
      kind: "key",
      subject_id: id,
      limit_nanos: limit,
      limit_reset: reset,
      used_nanos: used,
      held_nanos: held,
    });
    expect(meters.rows).toHaveLength(3);
    expect(meters.rows).toEqual(
      expect.arrayContaining([
        meter(limited, "50", "weekly", "9", "7"),
        meter(open, null, null, "1", "0"),
        meter(withoutMeter, "0", null, "0", "0"),
      ]),
    );
    const holds = await client.query(
      `select state, meter_ids = array[key_id] as is_metered from holds join processes on processes.id = process_id
       where ended_at is not null order by state`,
    );
    expect(holds.rows).toEqual([
      { state: "expired", is_metered: true },
      { state: "held", is_metered: true },
    ]);
    expect((await client.query("select amount_nanos from unaccounted_completions")).rows).toEqual([
      { amount_nanos: "5" },
    ]);
  } finally {
    await client.end();
  }
});

it("the migrations of an empty database leave no process that could hold anything", async () => {
  const url = await emptyDatabase();
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  expect((await client.query("select 1 from processes where ended_at is null")).rows).toEqual([]);
  await client.end();
});
