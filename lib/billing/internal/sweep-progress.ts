import "server-only";
import { db, transaction } from "@/lib/db/client";

/** The lists at Stripe that are read here again and again. */
type SweepName =
  "events" | "balance" | "payments" | "payments.intents" | "payments.refunds" | "payments.disputes";

const unfinished = (name: SweepName | "") => `${name} (unfinished)`;

/** When a list at Stripe was last read to its end; null before that. */
export async function readThrough(name: SweepName): Promise<Date | null> {
  const row = await db().stripeSweep.findUnique({ where: { name }, select: { through: true } });
  return row?.through ?? null;
}

/**
 * Where a reading that did not get to the end stopped; null when the last one did. The next one begins exactly there:
 * what it reads again of the time before, for rows that Stripe listed late, could take longer than a run.
 */
export async function readUnfinished(name: SweepName): Promise<Date | null> {
  const where = { name: unfinished(name) };
  const row = await db().stripeSweep.findUnique({ where, select: { through: true } });
  return row?.through ?? null;
}

export async function saveUnfinished(name: SweepName, through: Date): Promise<void> {
  const where = { name: unfinished(name) };
  const create = { ...where, through };
  await db().stripeSweep.upsert({ where, create, update: { through }, select: { name: true } });
}

/** Saves that a list, with the lists that are parts of it, was read to its end; the next reading is a new one. */
export async function saveThrough(name: SweepName, through: Date): Promise<void> {
  await transaction(async (tx) => {
    const where = { name };
    await tx.stripeSweep.upsert({
      where,
      create: { name, through },
      update: { through },
      select: { name: true },
    });
    const parts = { name: { startsWith: `${name}.`, endsWith: unfinished("") } };
    await tx.stripeSweep.deleteMany({ where: { OR: [{ name: unfinished(name) }, parts] } });
  });
}
