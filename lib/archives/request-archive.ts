import "server-only";
import { uuidv7 } from "uuidv7";
import {
  type GivenProof,
  type IdentityProblem,
  notProven,
  proveIdentity,
} from "@/lib/accounts/prove-identity";
import { recordSecurityEvent } from "@/lib/accounts/security-log/record-security-event";
import { db, transaction } from "@/lib/db/client";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";

/** Archives of an account per day. Each reads everything. */
const archivesPerDay = 3;

type RequestArchive = GivenProof & { readonly origin: RequestOrigin };

/**
 * Requests an archive of everything about the account, which a job makes within seconds or minutes. The password is asked
 * for because the archive contains more than any single page. One at a time: while one is being made, this changes nothing and returns that one.
 */
export async function requestArchive(
  { userId, currentPassword, factorCode, origin }: RequestArchive,
  clock: Clock = systemClock,
): Promise<Outcome<{ readonly id: string }, IdentityProblem | "too_many">> {
  const proof = await proveIdentity({ userId, currentPassword, factorCode, origin }, clock);
  if (!proof.ok) return proof;
  return transaction(async (tx) => {
    // Two requests at once wait for each other here, and both for a deletion of the account, or its securing.
    const users = await tx.$queryRaw<readonly unknown[]>`
      select 1 as locked from users
       where id = ${userId}::uuid and deleted_at is null and password_hash is not null for no key update`;
    if (users.length === 0) return notProven();
    const where = { userId, state: { in: ["queued", "running"] } };
    const unfinished = await tx.archive.findFirst({ where, select: { id: true } });
    if (unfinished) return ok(unfinished);
    const since = new Date(clock().getTime() - msPerDay);
    // Counted in the security log, because deleting or canceling an archive must not make room for another.
    const requested = { userId, kind: "archive_requested", createdAt: { gt: since } };
    if ((await tx.securityEvent.count({ where: requested })) >= archivesPerDay) {
      return fail("too_many", {
        message: `You can request ${archivesPerDay} archives a day. Try again tomorrow.`,
      });
    }
    const id = uuidv7();
    await tx.archive.create({ data: { id, userId, requestedAt: clock() }, select: { id: true } });
    await recordSecurityEvent(tx, { userId, kind: "archive_requested", origin });
    return ok({ id });
  });
}

/** Deletes an archive of the account, or stops making it. Another person's archive does not exist here. */
export async function deleteArchive(userId: string, id: string): Promise<Outcome<null, "not_found">> {
  const { count } = await db().archive.deleteMany({ where: { id, userId } });
  return count > 0 ? ok(null) : fail("not_found", { message: "That archive no longer exists." });
}
