import "server-only";
import { uuidv7 } from "uuidv7";
import { transaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { findWorkspaces } from "./internal/find-workspaces";
import type { NewDisclosure } from "./rules/disclosure-input";
import { tellDisclosures } from "./tell-disclosures";

export type RecordedDisclosure = {
  readonly id: string;
  /** How many workspaces it concerned, and how many of them are deleted, so that no one can be told. */
  readonly workspaces: number;
  readonly deleted: number;
};

/**
 * Records data that was given to an authority, and tells the owners of the workspaces unless that is forbidden. A
 * prohibition with a last day ends with that day, in UTC. A deleted workspace is counted and not tied to the disclosure, as
 * if it were deleted afterwards; when all are deleted, authority and file number are not stored. For operators: the caller
 * checks that before.
 */
export async function recordDisclosure(
  operator: Pick<Actor, "userId">,
  input: NewDisclosure,
  clock: Clock = systemClock,
): Promise<Outcome<RecordedDisclosure, "unknown_accounts">> {
  const { accounts, notice, forbiddenUntil, legalBasis, authority, reference, disclosedOn, categories } =
    input;
  const outcome = await transaction(async (tx) => {
    const { ids, deletedIds, unknown } = await findWorkspaces(tx, accounts);
    if (unknown.length > 0) {
      const message = `No account found for ${unknown.slice(0, 3).join(", ")}. Enter addresses or workspace IDs, one per line. A deleted account no longer has an address: enter its workspace ID.`;
      return fail("unknown_accounts", { field: "accounts", message });
    }
    const id = uuidv7();
    await tx.disclosure.create({
      data: {
        id,
        legalBasis,
        authority: ids.length > 0 ? authority : null,
        reference: ids.length > 0 && reference !== "" ? reference : null,
        disclosedOn,
        categories,
        workspaceCount: ids.length + deletedIds.length,
        isNoticeForbidden: notice === "forbidden",
        forbiddenUntil: forbiddenUntil && new Date(forbiddenUntil.getTime() + msPerDay),
        recordedAt: clock(),
        recordedByUserId: operator.userId,
      },
      select: { id: true },
    });
    const rows = ids.map((workspaceId) => ({ disclosureId: id, workspaceId }));
    await tx.disclosureWorkspace.createMany({ data: rows });
    return ok({ id, workspaces: ids.length + deletedIds.length, deleted: deletedIds.length });
  });
  if (outcome.ok) await tellDisclosures(clock);
  return outcome;
}
