import "server-only";
import type { ClientBase } from "pg";
import { msPerDay } from "@/lib/kernel/clock";
import { idTimeMs, lowestIdAt } from "@/lib/kernel/lowest-id";
import { type Seal, Sealer } from "./seal-proof";
import { readSeals, resealedNumbers } from "./seal-rows";
import { lowestId, matchesItsHash, transfersAfter, transfersById } from "./transfer-rows";

export type HistoryCheck = { readonly name: string; readonly ok: boolean; readonly detail: string };

const batchSize = 2_000;
const sealsPerBatch = 4;
const named = 10;
/** The job seals late commits for one day; the second day is a margin for missed runs. */
const lateMsMax = 2 * msPerDay;

/**
 * Recomputes each transfer's stored hash from its row, batch by batch, and names the rows that have changed: sums still
 * agree when two amounts were exchanged, hashes do not.
 */
export async function checkHashes(
  client: ClientBase,
  onProgress?: (step: string) => void,
): Promise<HistoryCheck> {
  const changed = new Findings();
  let after = lowestId;
  let day = "";
  for (;;) {
    const rows = await transfersAfter(client, { after, limit: batchSize });
    for (const row of rows) if (!matchesItsHash(row)) changed.add(row.id);
    const last = rows.at(-1);
    if (!last) break;
    const reached = new Date(idTimeMs(last.id)).toISOString().slice(0, 10);
    if (reached !== day) onProgress?.(`hashes of transfers up to ${reached}`);
    day = reached;
    if (rows.length < batchSize) break;
    after = last.id;
  }
  return verdict("every transfer says what its hash was made of", [["broken", changed]]);
}

/**
 * Recomputes every seal, including those of ENCRYPTION_KEY_PREVIOUS when it is set. Finds transfers that were changed,
 * removed or inserted together with their hashes by someone who owns the tables but lacks ENCRYPTION_KEY. Names those
 * transfers. Transfers of the last hour may not be sealed yet.
 */
export async function checkSeals(client: ClientBase): Promise<HistoryCheck> {
  const sealers = [new Sealer(), Sealer.previous()].filter((sealer) => sealer !== null);
  const sealerOf = (seal: Seal) => sealers.find((sealer) => sealer.keyPrint().equals(seal.keyPrint));
  const resealed = await resealedNumbers(client, sealers[0]?.keyPrint());
  const forged = new Findings();
  const foreign = new Findings();
  const changed = new Findings();
  const removed = new Findings();
  let previous: Seal | null = null;
  let present = 0;
  for (;;) {
    const last: bigint = previous?.number ?? 0n;
    const seals = await readSeals(client, `where number > $1 order by number limit ${sealsPerBatch}`, [last]);
    for (const seal of seals) {
      const follows = seal.number === (previous?.number ?? 0n) + 1n;
      const sealer = sealerOf(seal);
      // The content of a seal of another key was proved when its transfers were resealed.
      const isResealed = resealed.has(seal.number);
      if (!sealer && !isResealed) foreign.add(`${seal.number}`);
      if (sealer && (!follows || !sealer.mac(seal, previous?.mac ?? null).equals(seal.mac)))
        forged.add(`${seal.number}`);
      const rows = await transfersById(client, seal.transferIds);
      if (!isResealed) present += rows.size;
      for (const id of seal.transferIds) if (!rows.has(id)) removed.add(id);
      for (const id of sealer?.changedIn(seal, rows) ?? []) if (rows.has(id)) changed.add(id);
      previous = seal;
    }
    if (seals.length < sealsPerBatch) break;
  }
  return verdict("sealed transfers are complete and unchanged", [
    ["changed", changed],
    ["removed", removed],
    ["put in after their time was sealed", await putInLater(client, previous, present)],
    ["seals that are forged or follow a gap", forged],
    ["seals made with another ENCRYPTION_KEY", foreign],
  ]);
}

/** Counts first: looks for the transfers only when there are more than the seals contain. */
async function putInLater(client: ClientBase, newest: Seal | null, present: number): Promise<Findings> {
  const late = new Findings();
  if (!newest) return late;
  const counted = await client.query<{ count: number }>(
    "select count(*)::int as count from transfers where id <= $1::uuid",
    [newest.upTo],
  );
  if (counted.rows[0]?.count === present) return late;
  const { rows } = await client.query<{ id: string }>(
    `select id from transfers where id <= $1::uuid and id < $2::uuid
     except select unnest(transfer_ids) from ledger_seals order by id limit 1000`,
    [newest.upTo, lowestIdAt(new Date(newest.sealedAt.getTime() - lateMsMax))],
  );
  for (const { id } of rows) late.add(id);
  return late;
}

function verdict(name: string, kinds: readonly (readonly [string, Findings])[]): HistoryCheck {
  const broken = kinds.filter(([, findings]) => findings.total > 0);
  const detail = broken.map(([kind, findings]) => `${findings.total} ${kind}: ${findings.list()}`).join("; ");
  return { name, ok: broken.length === 0, detail };
}

/** The total, and the names of the first few. */
class Findings {
  total = 0;
  readonly #names: string[] = [];

  add(name: string): void {
    this.total += 1;
    if (this.#names.length < named) this.#names.push(name);
  }

  list(): string {
    return this.#names.join(", ");
  }
}
