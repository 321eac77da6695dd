import "server-only";
import type { ClientBase } from "pg";
import { matchesItsHash, transfersAfter } from "./transfer-rows";

export type HistoryCheck = { readonly name: string; readonly ok: boolean; readonly detail: string };

const batchSize = 2_000;
const named = 10;
const lowestId = "00000000-0000-0000-0000-000000000000";

/**
 * Recomputes the hash that each transfer was written with from the row, batch by batch, and names the rows that say
 * something else now: sums agree when two amounts were exchanged, hashes do not.
 */
export async function checkHashes(client: ClientBase): Promise<HistoryCheck> {
  const changed = new Findings();
  let after = lowestId;
  for (;;) {
    const rows = await transfersAfter(client, { after, limit: batchSize });
    for (const row of rows) if (!matchesItsHash(row)) changed.add(row.id);
    const last = rows.at(-1);
    if (!last || rows.length < batchSize) break;
    after = last.id;
  }
  const detail = changed.total === 0 ? "" : `${changed.total} broken: ${changed.list()}`;
  return { name: "every transfer says what its hash was made of", ok: changed.total === 0, detail };
}

/** How many there are, and the names of the first few. */
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
