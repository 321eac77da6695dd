import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { db, transaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { clearKeyCache } from "./authenticate-key";
import { auditedKey } from "./create-key";
import { getKey } from "./get-key";
import { isSigned, readDisableToken } from "./internal/disable-token";
import { keyMeter } from "./internal/key-meters";
import { keyFields, toKey } from "./internal/key-row";
import { raiseVersion } from "./internal/raise-version";
import { disableLinkDays } from "./rules/disable-link";
import type { Key } from "./rules/key-view";

/** The key behind the link of a mail, for its page. Null when the link is forged or expired, or the key is deleted. */
export async function findLinkedKey(token: string): Promise<Key | null> {
  const link = await openLink(token);
  if (!link) return null;
  const found = await getKey(link.actor, { id: link.keyId });
  return found.ok ? found.value : null;
}

/**
 * Disables the key behind the link of a mail, without a session: someone who notices an unknown key has to be able to stop
 * it from any device. Repeating it changes and records nothing. Enabling the key again needs a session.
 */
export async function disableWithLink(token: string): Promise<Outcome<Key, "link_invalid">> {
  const link = await openLink(token);
  if (!link) return linkInvalid();
  const outcome = await transaction(async (tx) => {
    const found = await raiseVersion(tx, link.actor, { id: link.keyId });
    if (!found) return linkInvalid();
    const now = new Date();
    const meter = await keyMeter(tx, found);
    const before = toKey(found, meter, now);
    if (found.disabledAt) return ok(before);
    const row = await tx.apiKey.update({
      where: { id: found.id, workspaceId: found.workspaceId },
      data: { disabledAt: now, updatedAt: now },
      select: keyFields,
    });
    const key = toKey(row, meter, now);
    await recordAudit(tx, {
      workspaceId: found.workspaceId,
      actorUserId: link.actor.userId,
      action: "key.changed",
      targetId: found.id,
      before: auditedKey(before),
      after: { ...auditedKey(key), via: "link in a mail" },
    });
    return ok(key);
  });
  if (outcome.ok) clearKeyCache();
  return outcome;
}

/**
 * Who acts by opening the link: the person whom it was sent to, in the role that they have now, so that a link to another
 * member's key ends when its recipient is no longer owner or admin. It ends with their membership, and when their address
 * changes: the old mailbox may be someone else's by then.
 */
async function openLink(token: string): Promise<{ actor: Actor; keyId: string } | null> {
  const claim = readDisableToken(token);
  if (!claim) return null;
  const { workspaceId, userId, keyId } = claim;
  const [user, member] = await Promise.all([
    db().user.findUnique({ where: { id: userId }, select: { email: true } }),
    db().member.findFirst({ where: { workspaceId, userId, removedAt: null }, select: { role: true } }),
  ]);
  if (!user?.email || !member || !isSigned(claim, user.email)) return null;
  return { actor: { userId, workspaceId, role: member.role }, keyId };
}

function linkInvalid(): Failure<"link_invalid"> {
  return fail("link_invalid", {
    message: `This link no longer works: it is older than ${disableLinkDays} days, the key was deleted, or you can no longer manage it.`,
  });
}
