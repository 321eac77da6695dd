import "server-only";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "@/lib/audit/record-audit";
import { takeNamedLock } from "@/lib/db/advisory-lock";
import { transaction, type Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { keyMeter } from "./internal/key-meters";
import { guardrailColumns, keyFields, toKey } from "./internal/key-row";
import { lockPeople, lockWorkspace } from "./internal/lock-people";
import { logKeyChange } from "./internal/log-key-change";
import { mintSecret } from "./internal/mint-secret";
import { notifyCreator } from "./internal/notify-creator";
import { adminColumn, refusedGuardrails } from "./internal/refused-guardrails";
import { stillManaging } from "./internal/still-managing";
import { noGuardrails } from "./rules/guardrails";
import type { KeyKind, NewKey } from "./rules/key-input";
import type { KeyOrigin } from "./rules/key-mail";
import type { Key } from "./rules/key-view";
import { mayCreate } from "./rules/may-create";

/** Most keys of a workspace. */
export const keysMax = 1_000;
const tooManyKeys = "This workspace has 1,000 keys, the maximum. Delete some first.";

type CreateKeyError = "not_allowed" | "expiry_past" | "too_many_keys" | "guardrail_refused";

/**
 * Creates a key. Its secret is in the result and nowhere else: only the hash is stored. Management keys are for admins.
 * The creator is notified by mail, with the device and network in `from`.
 */
export async function createKey(
  actor: Actor,
  input: NewKey,
  from: KeyOrigin = { channel: "command line" },
): Promise<Outcome<{ key: Key; secret: string }, CreateKeyError>> {
  const kind = input.kind ?? "inference";
  if (!mayCreate(actor, kind)) {
    return fail("not_allowed", { message: "Only owners and admins can create management keys." });
  }
  const now = new Date();
  if (input.expiresAt && input.expiresAt.getTime() <= now.getTime()) {
    return fail("expiry_past", { field: "expiresAt", message: "Choose a future expiration date." });
  }
  const guardrails = { ...noGuardrails, ...input.guardrails };
  const fresh = { kind, guardrails: noGuardrails, adminGuardrails: {} };
  const refused = input.guardrails && refusedGuardrails(actor, fresh, guardrails);
  if (refused) return refused;
  const { secret, hash, label } = mintSecret();
  const creatorUserId = input.creatorUserId === undefined ? actor.userId : input.creatorUserId;
  const outcome = await transaction(async (tx) => {
    // Two concurrent calls must not both pass the count below. First, because a deletion of an account waits for all who hold
    // its person, and never takes this lock: of many creations it waits for one.
    await takeNamedLock(tx, `keys ${actor.workspaceId}`);
    await lockPeople(tx, [actor.userId, creatorUserId]);
    if (!(await mayStillCreate(tx, actor, { kind, creatorUserId }))) {
      return fail("not_allowed", { message: "This workspace was deleted, or you're no longer a member." });
    }
    const { workspaceId } = actor;
    if ((await tx.apiKey.count({ where: { workspaceId, deletedAt: null } })) >= keysMax)
      return fail("too_many_keys", { message: tooManyKeys });
    const id = uuidv7();
    const row = await tx.apiKey.create({
      data: {
        id,
        workspaceId: actor.workspaceId,
        creatorUserId,
        hash: hash.toString("hex"),
        kind,
        name: input.name,
        label,
        includeByokInLimit: input.includeByokInLimit ?? false,
        ...guardrailColumns(guardrails),
        ...adminColumn(actor, fresh, guardrails),
        expiresAt: input.expiresAt ?? null,
        createdAt: now,
        secrets: { create: { hash: new Uint8Array(hash) } },
      },
      select: keyFields,
    });
    const { limitNanos = null, limitReset = null } = input;
    await tx.meter.create({
      data: { id, workspaceId: actor.workspaceId, kind: "key", subjectId: id, limitNanos, limitReset },
      select: { id: true },
    });
    const key = toKey(row, await keyMeter(tx, row), now);
    await recordAudit(tx, {
      workspaceId: actor.workspaceId,
      actorUserId: actor.userId,
      action: "key.created",
      targetId: id,
      after: auditedKey(key),
    });
    await logKeyChange(tx, "key_created", { actor, key, from });
    if (creatorUserId) await notifyCreator(tx, creatorUserId, key, from);
    return ok({ key, secret });
  });
  // A command ends before the mail server responds; the scheduler of the server sends its mails.
  if (outcome.ok && from.channel !== "command line") void deliverMails();
  return outcome;
}

/**
 * True when the workspace exists and the creator is a member whose role still allows the key. Both rows stay locked until
 * the key is committed: closing the workspace or leaving it either came before, or waits and finds the key.
 */
async function mayStillCreate(
  tx: Tx,
  actor: Actor,
  { kind, creatorUserId }: { kind: KeyKind; creatorUserId: string | null },
): Promise<boolean> {
  if (creatorUserId === null) return lockWorkspace(tx, actor.workspaceId);
  const creator = await stillManaging(tx, { ...actor, userId: creatorUserId });
  return creator !== null && mayCreate(creator, kind);
}

/** The part of a key that the audit log stores. Amounts are text, because the log is JSON. */
export function auditedKey(key: Key) {
  return {
    name: key.name,
    label: key.label,
    kind: key.kind,
    state: key.state,
    limitNanos: key.limitNanos === null ? null : `${key.limitNanos}`,
    limitReset: key.limitReset,
    includeByokInLimit: key.includeByokInLimit,
    ...guardrailColumns(key.guardrails),
    expiresAt: key.expiresAt?.toISOString() ?? null,
  };
}
