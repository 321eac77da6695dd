import "server-only";
import type { ClientBase } from "pg";
import type { Seal } from "./seal-proof";

const columns = `number, transfer_ids as "transferIds", tags, up_to as "upTo", key_print as "keyPrint", mac, sealed_at as "sealedAt"`;

/** Seals as `rest` selects and orders them: constant text, with parameters from $1 on. */
export async function readSeals(
  client: ClientBase,
  rest: string,
  values: readonly unknown[] = [],
): Promise<readonly Seal[]> {
  const { rows } = await client.query<Seal>(`select ${columns} from ledger_seals ${rest}`, [...values]);
  return rows;
}
