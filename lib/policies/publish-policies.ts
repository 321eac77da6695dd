import "server-only";
import { uuidv7 } from "uuidv7";
import { takeNamedLock } from "@/lib/db/advisory-lock";
import { db, transaction, type Tx } from "@/lib/db/client";
import { log } from "@/lib/config/log";
import { systemClock } from "@/lib/kernel/clock";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { hashSections } from "./internal/hash-sections";
import { materialDate } from "./rules/effective-date";
import {
  type PolicyDrafts,
  type PolicyKind,
  policyKinds,
  type PolicySection,
  sectionsSchema,
} from "./rules/policy";

/** A policy whose text, as the code and the configuration make it now, differs from its newest version. */
export type ChangedDraft = {
  readonly policy: PolicyKind;
  readonly draft: readonly PolicySection[];
  readonly newest: { readonly number: number; readonly sections: readonly PolicySection[] };
};

/**
 * Policies that wait to be published, and a mark of their texts for `publishPolicies`; null when there are none. `source` is
 * the transaction of a caller that has one.
 */
export async function findChangedDrafts(
  drafts: PolicyDrafts,
  source: Pick<Tx, "policyVersion"> = db(),
): Promise<{ readonly changed: readonly ChangedDraft[]; readonly mark: string } | null> {
  const changed: ChangedDraft[] = [];
  for (const policy of policyKinds) {
    const newest = await source.policyVersion.findFirst({
      where: { policy },
      orderBy: { number: "desc" },
      select: { number: true, sections: true, hash: true },
    });
    if (!newest || hashSections(drafts[policy]).equals(newest.hash)) continue;
    const sections = sectionsSchema.parse(newest.sections);
    changed.push({ policy, draft: drafts[policy], newest: { number: newest.number, sections } });
  }
  return changed.length > 0 ? { changed, mark: markOf(changed) } : null;
}

/** Names the texts and the versions that they would replace. */
function markOf(changed: readonly ChangedDraft[]): string {
  return changed
    .map(
      ({ policy, draft, newest }) =>
        `${policy}.${newest.number}.${hashSections(draft).toString("hex", 0, 8)}`,
    )
    .join("~");
}

/**
 * Publishes the first version of each policy that has none, in effect from now on. It replaces nothing, so no one is
 * told. Run at the start and by a job.
 */
export async function publishFirstVersions(drafts: PolicyDrafts, clock = systemClock): Promise<void> {
  if ((await db().policyVersion.count({ where: { number: 1 } })) === policyKinds.length) return;
  await transaction(async (tx) => {
    await takeNamedLock(tx, "policies");
    const known = await tx.policyVersion.findMany({ where: { number: 1 }, select: { policy: true } });
    const missing = policyKinds.filter((policy) => !known.some((row) => row.policy === policy));
    if (missing.length === 0) return;
    const now = clock();
    const publication = { summary: null, isMaterial: false, publishedAt: now, effectiveAt: now };
    const versions = missing.map((policy) => ({ policy, number: 1, sections: drafts[policy] }));
    await insertPublication(tx, publication, versions);
  });
}

export type Publish = {
  /** What the operator saw (`findChangedDrafts`). */
  readonly mark: string;
  /** What changed, for the mail and the page. */
  readonly summary: string;
  /** Announced to every account and in effect at a midnight at least 31 days later, or only a correction of words, in effect at once. */
  readonly isMaterial: boolean;
};

/**
 * Publishes all policies whose text differs from their newest version. `stale` when the texts are no longer those that
 * the operator saw; `pending` when a correction of words would take effect before a change that is announced.
 */
export async function publishPolicies(
  drafts: PolicyDrafts,
  { mark, summary, isMaterial }: Publish,
  clock = systemClock,
): Promise<Outcome<{ readonly effectiveAt: Date }, "stale" | "pending">> {
  return transaction(async (tx) => {
    await takeNamedLock(tx, "policies");
    const found = await findChangedDrafts(drafts, tx);
    if (found?.mark !== mark) {
      return fail("stale", {
        message: "The policies have changed since this page was loaded. Reload and check again.",
      });
    }
    const publishedAt = clock();
    const pending = await tx.policyPublication.findFirst({
      where: { effectiveAt: { gt: publishedAt } },
      select: { id: true },
    });
    if (pending && !isMaterial) {
      return fail("pending", {
        field: "kind",
        message: "A change is announced and not in effect yet. Announce this one too, or wait for that day.",
      });
    }
    const effectiveAt = isMaterial ? materialDate(publishedAt) : publishedAt;
    const versions = found.changed.map(({ policy, draft, newest }) => ({
      policy,
      number: newest.number + 1,
      sections: draft,
    }));
    await insertPublication(tx, { summary, isMaterial, publishedAt, effectiveAt }, versions);
    return ok({ effectiveAt });
  });
}

type NewVersion = {
  readonly policy: PolicyKind;
  readonly number: number;
  readonly sections: readonly PolicySection[];
};

async function insertPublication(
  tx: Tx,
  publication: {
    readonly summary: string | null;
    readonly isMaterial: boolean;
    readonly publishedAt: Date;
    readonly effectiveAt: Date;
  },
  versions: readonly NewVersion[],
): Promise<void> {
  const publicationId = uuidv7();
  await tx.policyPublication.create({ data: { id: publicationId, ...publication }, select: { id: true } });
  await tx.policyVersion.createMany({
    data: versions.map(({ policy, number, sections }) => ({
      id: uuidv7(),
      publicationId,
      policy,
      number,
      sections: sectionsSchema.parse(sections),
      hash: new Uint8Array(hashSections(sections)),
    })),
  });
  if (publication.isMaterial) {
    await tx.policyMailing.create({ data: { publicationId }, select: { publicationId: true } });
  }
  log().info({ event: "policies_published", count: versions.length });
}
