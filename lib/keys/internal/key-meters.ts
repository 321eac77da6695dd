import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import type { LimitReset, Meter } from "@/lib/ledger/rules/spend-limit";

/** A key's limit and usage. Its meter has the same id as the key. */
export type KeyMeter = Meter & {
  readonly limitNanos: Nanos | null;
  readonly limitReset: LimitReset | null;
  readonly lastUsedAt: Date | null;
};

const meterFields = {
  id: true,
  limitNanos: true,
  limitReset: true,
  usedNanos: true,
  dayStart: true,
  dayNanos: true,
  weekStart: true,
  weekNanos: true,
  monthStart: true,
  monthNanos: true,
  lastUsedAt: true,
} as const;

/** The meters of keys of one workspace, by the key's id. */
export async function keyMeters(
  tx: Pick<Tx, "meter">,
  workspaceId: string,
  keyIds: readonly string[],
): Promise<ReadonlyMap<string, KeyMeter>> {
  const where = { id: { in: [...keyIds] }, workspaceId };
  const rows = await tx.meter.findMany({ where, select: meterFields });
  const day = (date: Date) => date.toISOString().slice(0, 10);
  return new Map(
    rows.map(({ id, dayStart, weekStart, monthStart, ...meter }) => [
      id,
      { ...meter, dayStart: day(dayStart), weekStart: day(weekStart), monthStart: day(monthStart) },
    ]),
  );
}

/** The meter of one key. */
export async function keyMeter(
  tx: Pick<Tx, "meter">,
  key: { readonly workspaceId: string; readonly id: string },
): Promise<KeyMeter | null> {
  return (await keyMeters(tx, key.workspaceId, [key.id])).get(key.id) ?? null;
}
