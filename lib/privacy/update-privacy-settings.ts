import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction, type Tx } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { defaultFormats, type Formats } from "@/lib/kernel/format";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { defaultPrivacySettings, type PrivacySettings } from "@/lib/kernel/privacy-settings";
import { privacyFields } from "./get-privacy-settings";
import { privacyChanged } from "./rules/change-words";
import { countRemoved } from "./internal/count-removed";
import { bounded, removalSentence } from "./rules/bounded-count";
import { type PrivacyChange, retentionDays } from "./rules/privacy-settings";
import { isConsented, type RemovalConsent, removalPhrase } from "./rules/removal";

export type PrivacyChangeError =
  | "not_allowed"
  | "logging_needs_retention"
  | "provider_both_allowed_and_ignored"
  | "removal_not_confirmed"
  | "changed_meanwhile";

/**
 * Changes the given settings and keeps the rest. Takes effect with the next request, because it increments the version
 * that every hold carries. A changed retention also applies to older rows, through the purge: one that removes rows
 * needs consent that names their number, which is counted again in the transaction. A change that is computed from the
 * settings may be null, when they are not those that its user saw. Owners and admins only.
 */
export async function updatePrivacySettings(
  actor: Actor,
  change: PrivacyChange | ((before: PrivacySettings) => PrivacyChange | null),
  consent: RemovalConsent | null = null,
  formats: Formats = defaultFormats,
): Promise<Outcome<PrivacySettings, PrivacyChangeError>> {
  if (!isAdmin(actor)) {
    return fail("not_allowed", {
      message: "Only owners and admins can change privacy settings.",
    });
  }
  return transaction(async (tx) => {
    // Two concurrent changes must not overwrite each other, and the settings may have no row to lock yet.
    await tx.$queryRaw`select id from workspaces where id = ${actor.workspaceId}::uuid for no key update`;
    const before = await current(tx, actor.workspaceId);
    const wanted = typeof change === "function" ? change(before) : change;
    if (!wanted) return changedMeanwhile();
    const after = { ...before, ...wanted };
    const conflict =
      conflictIn(after) ?? (await removalIn(tx, actor.workspaceId, { before, after, consent, formats }));
    if (conflict) return conflict;
    await save(tx, actor.workspaceId, { before, after });
    await recordAudit(tx, {
      workspaceId: actor.workspaceId,
      actorUserId: actor.userId,
      action: privacyChanged,
      before: { ...before },
      after: { ...after },
    });
    return ok(after);
  });
}

function changedMeanwhile(): ReturnType<typeof fail<PrivacyChangeError>> {
  return fail("changed_meanwhile", {
    message:
      "Nothing was saved: these settings were changed meanwhile, perhaps in another tab. Reload the page and choose again.",
  });
}

async function current(tx: Tx, workspaceId: string): Promise<PrivacySettings> {
  const row = await tx.privacySettings.findUnique({ where: { workspaceId }, select: privacyFields });
  return row ?? defaultPrivacySettings;
}

function conflictIn(after: PrivacySettings): ReturnType<typeof fail<PrivacyChangeError>> | null {
  if (after.logPrompts && after.retention === "none") {
    return fail("logging_needs_retention", {
      field: "logPrompts",
      message:
        "Prompt logging requires retention of 30 or 90 days. Choose one, or turn prompt logging off first.",
    });
  }
  const both = after.allowedProviders.find((slug) => after.ignoredProviders.includes(slug));
  if (both) {
    return fail("provider_both_allowed_and_ignored", {
      field: "ignoredProviders",
      message: `${both} is both allowed and ignored. Remove it from one of the lists.`,
    });
  }
  return null;
}

type Shortened = {
  readonly before: PrivacySettings;
  readonly after: PrivacySettings;
  readonly consent: RemovalConsent | null;
  readonly formats: Formats;
};

/** The failure of a shorter retention that would remove rows without the user's consent to that number of rows. */
async function removalIn(
  tx: Tx,
  workspaceId: string,
  { before, after, consent, formats }: Shortened,
): Promise<ReturnType<typeof fail<PrivacyChangeError>> | null> {
  const [from, to] = [before.retention, after.retention];
  if (!shortens(before, after)) return null;
  const countedAt = consent?.countedAt ?? null;
  const rows = await countRemoved(tx, { workspaceId, from, to, countedAt });
  if (isConsented(rows, consent)) return null;
  const removed = bounded(rows.now);
  return fail("removal_not_confirmed", {
    field: "confirmation",
    message: `Nothing was changed. ${removalSentence(removed, formats)} To confirm, type “${removalPhrase(removed, formats)}”.`,
  });
}

async function save(
  tx: Tx,
  workspaceId: string,
  { before, after }: { before: PrivacySettings; after: PrivacySettings },
): Promise<void> {
  const now = new Date();
  const data = {
    ...after,
    allowedProviders: [...after.allowedProviders],
    ignoredProviders: [...after.ignoredProviders],
    updatedAt: now,
    ...(after.logPrompts !== before.logPrompts && { logPromptsSince: after.logPrompts ? now : null }),
    ...(after.retention !== before.retention && { retentionPending: true }),
  };
  await tx.privacySettings.upsert({
    where: { workspaceId },
    // A missing row is version 0.
    create: { workspaceId, ...data, version: 1n },
    update: { ...data, version: { increment: 1n } },
  });
  if (shortens(before, after)) await markRemoved(tx, workspaceId, after);
}

function shortens(before: PrivacySettings, after: PrivacySettings): boolean {
  return retentionDays[after.retention] < retentionDays[before.retention];
}

/** What a shorter retention removes stays removed, whatever is chosen afterwards: the mark never moves back. */
async function markRemoved(tx: Tx, workspaceId: string, { retention }: PrivacySettings): Promise<void> {
  await tx.$executeRaw`
    update privacy_settings
       set removed_before = greatest(removed_before, clock_timestamp() - make_interval(days => ${retentionDays[retention]}::int))
     where workspace_id = ${workspaceId}::uuid`;
}
