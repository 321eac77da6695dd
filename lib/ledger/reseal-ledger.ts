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
  /** Seals of the key of before whose transfers are in seals of today's key now. */
  readonly resealed: number;
  /** Numbers of those that do not fit their transfers any more: `verifyLedger` names what changed. Not sealed anew. */
  readonly broken: readonly bigint[];
  /** Seals that neither key made. */
  readonly unknown: number;
};

/**
 * Seals what ENCRYPTION_KEY_PREVIOUS sealed with ENCRYPTION_KEY, a seal for a seal, each in a transaction: history is only
 * added to, so that the old seals stay. Only what the old seal proves is sealed anew. What a run that was cut short has
 * left is found by the next.
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

/** False when the seal, or one of its transfers, is not what the key of before says. */
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
    // What is sealed anew is no newer than what was sealed last.
    upTo: newest?.upTo ?? seal.upTo,
    sealedAt,
    previous: newest,
  });
  return true;
}

/** Seals of other keys whose transfers no seal of today's key proves: of the key of before, and of keys nobody named. */
export async function countOldSeals(): Promise<{ readonly previous: number; readonly unknown: number }> {
  const counts = await countForeignSeals(sqlPool(), new Sealer().keyPrint());
  const print = Sealer.previous()?.keyPrint().toString("hex");
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const previous = (print && counts.get(print)) || 0;
  return { previous, unknown: all - previous };
}
