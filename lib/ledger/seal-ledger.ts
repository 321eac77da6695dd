import "server-only";
import type { PoolClient } from "pg";
import { sqlTransaction } from "@/lib/db/client";
import { msPerDay, msPerMinute } from "@/lib/kernel/clock";
import { lowestIdAt } from "@/lib/kernel/lowest-id";
import { type Seal, Sealer } from "./internal/seal-proof";
import { appendSeal, newestSeal, waitForTurn } from "./internal/seal-rows";
import { lowestId, type TransferRow, transfersAfter, transfersById } from "./internal/transfer-rows";

/** The newest seal, and how many transfers this run sealed. */
export type SealedLedger = {
  readonly sealed: number;
  readonly newest: { readonly number: bigint; readonly mac: string } | null;
};

type SealOptions = { readonly lateSince?: Date; readonly now?: Date };

/** A transfer's id holds the time of its creation; its commit follows within a minute. */
const settledAfterMs = 10 * msPerMinute;
/** How far back to look for transfers that were committed after their time had been sealed. */
const lateMsMax = msPerDay;
const batchSize = 5_000;

/**
 * Seals every unsealed transfer that is older than ten minutes. A seal keeps a tag per transfer that only the holder of
 * ENCRYPTION_KEY can compute, and its proof includes the previous seal. Sealing never waits for spending, nor spending
 * for it. `lateSince` is how far back to look for unsealed transfers; one day by default. `now` is a parameter for
 * tests; by default the database's clock decides.
 */
export async function sealLedger(options: SealOptions = {}): Promise<SealedLedger> {
  const sealer = new Sealer();
  let sealed = 0;
  for (;;) {
    const count = await sqlTransaction((client) => sealNext(client, sealer, options));
    sealed += count;
    if (count === 0) break;
  }
  const newest = await sqlTransaction(newestSeal);
  return { sealed, newest: newest && { number: newest.number, mac: newest.mac.toString("hex") } };
}

async function sealNext(client: PoolClient, sealer: Sealer, options: SealOptions): Promise<number> {
  const databaseNow = await waitForTurn(client);
  const now = options.now ?? databaseNow;
  const previous = await newestSeal(client);
  const before = lowestIdAt(new Date(now.getTime() - settledAfterMs));
  const next = await transfersAfter(client, { after: previous?.upTo ?? lowestId, before, limit: batchSize });
  const lateSince = options.lateSince ?? new Date(now.getTime() - lateMsMax);
  const rowsToSeal = next.length > 0 || !previous ? next : await lateTransfers(client, previous, lateSince);
  if (rowsToSeal.length === 0) return 0;
  await appendSeal(client, sealer, {
    transferIds: rowsToSeal.map(({ id }) => id),
    tags: Buffer.concat(rowsToSeal.map((row) => sealer.tag(row))),
    upTo: next.at(-1)?.id ?? previous?.upTo ?? lowestId,
    sealedAt: now,
    previous,
  });
  return rowsToSeal.length;
}

/** Recent transfers that are older than the end of the newest seal but are in no seal. */
async function lateTransfers(client: PoolClient, newest: Seal, since: Date): Promise<readonly TransferRow[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from transfers where id >= $1::uuid and id <= $2::uuid
     except select unnest(transfer_ids) from ledger_seals where up_to >= $1::uuid
     limit ${batchSize}`,
    [lowestIdAt(since), newest.upTo],
  );
  return [
    ...(
      await transfersById(
        client,
        rows.map(({ id }) => id),
      )
    ).values(),
  ];
}
