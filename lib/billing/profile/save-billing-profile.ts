import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { errorFacts, log } from "@/lib/config/log";
import { takeNamedLock } from "@/lib/db/advisory-lock";
import { transaction, type Tx } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { isDeleted } from "../internal/deleted-workspace";
import { copyProfile } from "../internal/profile/copy-profile";
import type { BillingProfileInput } from "../rules/profile/input";
import { getBillingProfile, type ProfileCopy } from "./get-billing-profile";

/**
 * Stores the billing profile, then copies it to Stripe. What is stored counts: when Stripe does not respond, the copy
 * follows later. Changes that were made from an older version than the current one are refused: a tab that was left open
 * must not undo what another one saved. The audit log names the changed fields and never their content, which is erased with the account. Owners
 * and admins only.
 */
export async function saveBillingProfile(
  actor: Actor,
  input: BillingProfileInput,
): Promise<Outcome<{ readonly copy: ProfileCopy }, "not_allowed" | "not_found" | "changed_meanwhile">> {
  if (!isAdmin(actor))
    return fail("not_allowed", { message: "Only owners and admins can change the billing profile." });
  const { workspaceId } = actor;
  const outcome = await transaction(async (tx) => {
    if (await isDeleted(tx, workspaceId)) return "not_found";
    // Two tabs must not both find the version that they have seen.
    await takeNamedLock(tx, `billing profile ${workspaceId}`);
    return store(tx, actor, input);
  });
  if (outcome === "not_found") return fail("not_found");
  if (outcome === "changed_meanwhile")
    return fail("changed_meanwhile", {
      message:
        "Nothing was saved: the billing profile was changed meanwhile, perhaps in another tab. Reload the page and change it again.",
    });
  await copyProfile(workspaceId).catch((error: unknown) =>
    log().error({ event: "billing_profile_not_copied", workspaceId, ...errorFacts(error) }),
  );
  return ok({ copy: (await getBillingProfile(actor))?.copy ?? "waiting" });
}

async function store(
  tx: Tx,
  { workspaceId, userId }: Actor,
  input: BillingProfileInput,
): Promise<"stored" | "changed_meanwhile"> {
  const { taxId, version, ...rest } = input;
  const columns = { ...rest, taxIdType: taxId?.type ?? null, taxIdValue: taxId?.value ?? null };
  const before = await tx.billingProfile.findUnique({ where: { workspaceId } });
  const changed = Object.entries(columns)
    .filter(
      ([name, value]) => (before ? Reflect.get(before, name) : null) !== value && (before ?? value) !== "",
    )
    .map(([name]) => name);
  if (before && changed.length === 0) return "stored";
  if (version !== undefined && version !== (before?.version ?? 0)) return "changed_meanwhile";
  const now = new Date();
  await tx.billingProfile.upsert({
    where: { workspaceId },
    create: { workspaceId, ...columns, updatedAt: now },
    update: {
      ...columns,
      version: { increment: 1 },
      attempts: 0,
      failure: null,
      nextCopyAt: now,
      updatedAt: now,
    },
    select: { workspaceId: true },
  });
  const action = before ? "billing_profile.changed" : "billing_profile.created";
  await recordAudit(tx, { workspaceId, actorUserId: userId, action, after: { fields: changed } });
  return "stored";
}
