import "server-only";
import type { ClientBase } from "pg";
import { takeNamedSqlLock } from "@/lib/db/advisory-lock";
import type { Seal, Sealer } from "./seal-proof";

const columns = `number, transfer_ids as "transferIds", tags, up_to as "upTo", key_print as "keyPrint", mac, sealed_at as "sealedAt"`;

/** Reads the seals that `rest` selects and orders: constant text, with parameters from $1 on. */
export async function readSeals(
  client: ClientBase,
  rest: string,
  values: readonly unknown[] = [],
): Promise<readonly Seal[]> {
  const { rows } = await client.query<Seal>(`select ${columns} from ledger_seals ${rest}`, [...values]);
  return rows;
}

/** Resealed: the same transfers are in a seal of this key. */
const isResealed =
  "exists (select from ledger_seals own where own.key_print = $1 and own.transfer_ids = ledger_seals.transfer_ids)";

/** The numbers of seals of other keys whose transfers are also in a seal of this key. */
export async function resealedNumbers(
  client: ClientBase,
  keyPrint: Buffer | undefined,
): Promise<ReadonlySet<bigint>> {
  const { rows } = await client.query<{ number: bigint }>(
    `select number from ledger_seals where key_print <> $1 and ${isResealed}`,
    [keyPrint],
  );
  return new Set(rows.map(({ number }) => number));
}

/** The numbers of seals of that other key whose transfers are not yet in a seal of this key. */
export async function foreignNumbers(
  client: Pick<ClientBase, "query">,
  { own, other }: { readonly own: Buffer; readonly other: Buffer },
): Promise<readonly bigint[]> {
  const { rows } = await client.query<{ number: bigint }>(
    `select number from ledger_seals where key_print = $2 and not ${isResealed} order by number`,
    [own, other],
  );
  return rows.map(({ number }) => number);
}

/** How many such seals each key has, by key print in hexadecimal. */
export async function countForeignSeals(
  client: Pick<ClientBase, "query">,
  keyPrint: Buffer,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ print: string; count: number }>(
    `select encode(key_print, 'hex') as print, count(*)::int as count
     from ledger_seals where key_print <> $1 and not ${isResealed} group by key_print`,
    [keyPrint],
  );
  return new Map(rows.map(({ print, count }) => [print, count]));
}

/** Serializes all sealers, so that seals are appended one after the other. Returns the time by the database's clock. */
export async function waitForTurn(client: ClientBase): Promise<Date> {
  await takeNamedSqlLock(client, "seal ledger");
  const { rows } = await client.query<{ now: Date }>("select clock_timestamp()::timestamptz(3) as now");
  return rows[0]?.now ?? new Date();
}

export async function newestSeal(client: ClientBase): Promise<Seal | null> {
  return (await readSeals(client, "order by number desc limit 1"))[0] ?? null;
}

/** Appends a seal whose proof includes the previous seal. Call it only after `waitForTurn`, in the same transaction. */
export async function appendSeal(
  client: ClientBase,
  sealer: Sealer,
  { previous, ...said }: Omit<Seal, "number" | "mac" | "keyPrint"> & { readonly previous: Seal | null },
): Promise<void> {
  const { transferIds, tags, upTo, sealedAt } = said;
  const number = (previous?.number ?? 0n) + 1n;
  const keyPrint = sealer.keyPrint();
  const mac = sealer.mac({ number, transferIds, tags, upTo, sealedAt, keyPrint }, previous?.mac ?? null);
  await client.query(
    `insert into ledger_seals (number, transfer_ids, tags, up_to, key_print, mac, sealed_at)
     values ($1, $2::uuid[], $3, $4, $5, $6, $7)`,
    [number, transferIds, tags, upTo, keyPrint, mac, sealedAt],
  );
}
