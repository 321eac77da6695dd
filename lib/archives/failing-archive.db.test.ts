import { afterAll, expect, it, vi } from "vitest";
import { closeDb, sqlPool, unhurried } from "@/lib/db/client";
import { makePerson } from "@/lib/testing/archives";
import { testDatabase } from "@/lib/testing/database";
import { readSubject } from "./internal/read-dataset";
import { writeArchive } from "./internal/write-archive";

await testDatabase();
afterAll(closeDb);

type Stop = { readonly afterParts?: number; readonly afterBatches?: number };

/** The statements of an archive that fails where `stop` says, at the moment when its failure is known. */
async function statementsOf(userId: string, { afterParts, afterBatches }: Stop): Promise<string[]> {
  const statements: string[] = [];
  const [parts, batches] = [{ count: 0 }, { count: 0 }];
  const step = (counted: { count: number }, most = Infinity) => {
    counted.count += 1;
    if (counted.count >= most) throw new Error("stopped on purpose");
  };
  const made = unhurried(10_000, async (client) => {
    const sent = vi.spyOn(client, "query");
    const note = () => statements.push(...sent.mock.calls.map(([text]) => String(text)));
    try {
      const subject = await readSubject(client, userId);
      const onRows = async () => step(batches, afterBatches);
      const facts = { archiveId: userId, subject, asOf: new Date(), onRows };
      for await (const part of writeArchive(client, facts))
        step(parts, part.length > 0 ? afterParts : Infinity);
    } finally {
      note();
      sent.mockRestore();
    }
  });
  await expect(made).rejects.toThrow("stopped on purpose");
  return statements;
}

it("an archive that fails has closed what it reads before its connection serves others", async () => {
  const { userId } = await makePerson();
  await sqlPool().query(
    `insert into security_events (id, user_id, kind, network)
     select gen_random_uuid(), $1, 'sign_in', md5(number::text) from generate_series(1, 12000) number`,
    [userId],
  );
  const stops: Stop[] = [1, 2, 3, 8, 13].map((afterParts) => ({ afterParts }));
  for (const stop of [...stops, { afterBatches: 1 }, { afterBatches: 12 }]) {
    const statements = await statementsOf(userId, stop);
    const begun = statements.filter((text) => text.startsWith("declare")).length;
    const closed = statements.filter((text) => text.startsWith("close")).length;
    expect({ ...stop, begun }).toEqual({ ...stop, begun: closed });
  }
});
