import "server-only";
import { uuidv7 } from "uuidv7";
import { transaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { findWorkspaces } from "./internal/find-workspaces";
import type { NewDisclosure } from "./rules/disclosure-input";
import { tellDisclosures } from "./tell-disclosures";

/**
 * Records data that was given to an authority, and tells the owners of the workspaces unless that is forbidden. A
 * prohibition with a last day ends with that day, in UTC. For operators: the caller checks that before.
 */
export async function recordDisclosure(
  operator: Pick<Actor, "userId">,
  input: NewDisclosure,
  clock: Clock = systemClock,
): Promise<Outcome<{ readonly id: string }, "unknown_accounts">> {
  const { accounts, notice, forbiddenUntil, legalBasis, authority, reference, disclosedOn, categories } =
    input;
  const outcome = await transaction(async (tx) => {
    const { ids, unknown } = await findWorkspaces(tx, accounts);
    if (unknown.length > 0) {
      const message = `No account: ${unknown.slice(0, 3).join(", ")}. Enter addresses or workspace IDs, one per line.`;
      return fail("unknown_accounts", { field: "accounts", message });
    }
    const id = uuidv7();
    await tx.disclosure.create({
      data: {
        id,
        legalBasis,
        authority,
        reference: reference === "" ? null : reference,
        disclosedOn,
        categories,
        workspaceCount: ids.length,
        isNoticeForbidden: notice === "forbidden",
        forbiddenUntil: forbiddenUntil && new Date(forbiddenUntil.getTime() + msPerDay),
        recordedAt: clock(),
        recordedByUserId: operator.userId,
      },
      select: { id: true },
    });
    const rows = ids.map((workspaceId) => ({ disclosureId: id, workspaceId }));
    await tx.disclosureWorkspace.createMany({ data: rows });
    return ok({ id });
  });
  if (outcome.ok) await tellDisclosures(clock);
  return outcome;
}
