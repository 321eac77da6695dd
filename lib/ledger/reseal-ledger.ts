import "server-only";
import type { PoolClient } from "pg";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { Sealer } from "./internal/seal-proof";
import {
  appendSeal,
  countForeignSeals,
  foreignNumbers,
  newestSeal,
  readSeals,
  waitForTurn,
} from "./internal/seal-rows";
import { transfersById } from "./internal/transfer-rows";

export type ResealedLedger = {
  /** How many seals of the previous key had their transfers sealed with today's key. */
  readonly resealed: number;
  /** Numbers of the seals that no longer match their transfers. `verifyLedger` names the changes. Not resealed. */
  readonly broken: readonly bigint[];
  /** How many seals neither key made. */
  readonly unknown: number;
};

/**
 * Reseals with ENCRYPTION_KEY the transfers that ENCRYPTION_KEY_PREVIOUS sealed, one seal for each, each in its own
 * transaction. History is append-only, so the old seals stay. Only transfers that the old seal proves are resealed. An
 * interrupted run is completed by the next one.
 */
export async function resealLedger(): Promise<ResealedLedger> {
  const [sealer, before] = [new Sealer(), Sealer.previous()];
  const broken: bigint[] = [];
  let resealed = 0;
  const keys = before && { own: sealer.keyPrint(), other: before.keyPrint() };
  if (before && keys && !keys.own.equals(keys.other)) {
    for (const number of await foreignNumbers(sqlPool(), keys)) {
      if (await sqlTransaction((client) => resealOne(client, number, { sealer, before }))) resealed += 1;
      else broken.push(number);
    }
  }
  const { previous, unknown } = await countOldSeals();
  return { resealed, broken, unknown: unknown + Math.max(0, previous - broken.length) };
}

type Sealers = { readonly sealer: Sealer; readonly before: Sealer };

/** Returns false when the seal, or one of its transfers, does not match the previous key's proof. */
async function resealOne(client: PoolClient, number: bigint, { sealer, before }: Sealers): Promise<boolean> {
  const sealedAt = await waitForTurn(client);
  const [first, second] = await readSeals(client, "where number in ($1::bigint - 1, $1) order by number", [
    number,
  ]);
  const [previous, seal] = number === 1n ? [null, first] : [first, second];
  if (!seal || previous === undefined) return false;
  if (!before.mac(seal, previous?.mac ?? null).equals(seal.mac)) return false;
  const rows = await transfersById(client, seal.transferIds);
  if (before.changedIn(seal, rows).length > 0) return false;
  const newest = await newestSeal(client);
  const tags = seal.transferIds.flatMap((id) => {
    const row = rows.get(id);
    return row ? [sealer.tag(row)] : [];
  });
  await appendSeal(client, sealer, {
    transferIds: seal.transferIds,
    tags: Buffer.concat(tags),
    // A reseal covers nothing newer than the newest seal does.
    upTo: newest?.upTo ?? seal.upTo,
    sealedAt,
    previous: newest,
  });
  return true;
}

/**
 * Counts the seals of other keys whose transfers no seal of today's key proves: of the previous key, and of unknown
 * keys.
 */
export async function countOldSeals(): Promise<{ readonly previous: number; readonly unknown: number }> {
  const counts = await countForeignSeals(sqlPool(), new Sealer().keyPrint());
  const print = Sealer.previous()?.keyPrint().toString("hex");
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const previous = (print && counts.get(print)) || 0;
  return { previous, unknown: all - previous };
}
