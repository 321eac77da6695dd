import "server-only";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { ok, type Outcome } from "@/lib/kernel/outcome";

/** Deletes all events of the actor that are recorded by now, and returns how many: at most as many as one person can have. */
export async function deleteOwnEvents({
  userId,
}: Pick<Actor, "userId">): Promise<Outcome<{ readonly count: number }, never>> {
  return ok(await db().interfaceEvent.deleteMany({ where: { userId } }));
}

/** How many events the actor has. */
export async function countOwnEvents({ userId }: Pick<Actor, "userId">): Promise<number> {
  return db().interfaceEvent.count({ where: { userId } });
}
