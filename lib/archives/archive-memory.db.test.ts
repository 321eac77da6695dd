import { afterAll, expect, test } from "vitest";
import { seedActivity } from "@/lib/activity/seed/seed-activity";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { makePerson, requestedArchive } from "@/lib/testing/archives";
import { makeArchives } from "./make-archives";

await testDatabase();
afterAll(closeDb);

/** `ARCHIVE_ROWS=1000000` measures a million, and prints the figures. */
const rows = Number(process.env.ARCHIVE_ROWS ?? 20_000);
const growthMax = 200_000_000;

/** Copies requests of a workspace under new ids until it has this many. */
async function multiply(workspaceId: string, wanted: number): Promise<void> {
  const { rows: columns } = await sqlPool().query<{ name: string }>(
    `select column_name as name from information_schema.columns
      where table_name = 'generations' and is_generated = 'NEVER' and column_name <> 'id' order by 1`,
  );
  const others = columns.map(({ name }) => `"${name}"`).join(", ");
  for (;;) {
    const { rowCount } = await asOwner((client) =>
      client.query(
        // The time stays in front of the id, as its partition and the reports expect.
        `insert into generations (id, ${others})
         select (left(id::text, 15) || substr(gen_random_uuid()::text, 16))::uuid, ${others} from generations
          where workspace_id = $1 limit least(100000, $2::int - (select count(*)::int from generations where workspace_id = $1))`,
        [workspaceId, wanted],
      ),
    );
    if (!rowCount) return;
  }
}

test(
  `the archive of a workspace with ${rows} requests is made in bounded memory`,
  async () => {
    const { userId, workspaceId } = await makePerson();
    await seedActivity({ rows: 2_000, days: 20, workspaceId });
    await multiply(workspaceId, rows);
    const id = await requestedArchive(userId);
    const before = process.memoryUsage().rss;
    let peak = before;
    const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    const startedMs = performance.now();
    expect(await makeArchives()).toBe(1);
    const seconds = (performance.now() - startedMs) / 1_000;
    clearInterval(sampling);
    const archive = await db().archive.findUniqueOrThrow({
      where: { id },
      select: { sizeBytes: true, rowsTotal: true },
    });
    expect(Number(archive.rowsTotal)).toBeGreaterThanOrEqual(2 * rows);
    const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);
    if (process.env.ARCHIVE_ROWS)
      console.log(
        `${rows} requests: ${Math.round(seconds)} s, ${megabytes(Number(archive.sizeBytes))} MB, memory +${megabytes(peak - before)} MB`,
      );
    expect(peak - before).toBeLessThan(growthMax);
  },
  120_000 + rows,
);
