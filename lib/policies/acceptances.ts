import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { isPolicyKind, type PolicyKind } from "./rules/policy";

/** Records that a new account accepts the terms and the privacy policy that are in effect. In the sign-up's transaction. */
export async function recordSignUpAcceptance(tx: Tx, userId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO policy_acceptances (user_id, version_id, via)
    SELECT DISTINCT ON (v.policy) ${userId}::uuid, v.id, 'sign_up'
      FROM policy_versions v JOIN policy_publications p ON p.id = v.publication_id
     WHERE v.policy IN ('privacy', 'terms') AND p.effective_at <= now()
     ORDER BY v.policy, v.number DESC
    ON CONFLICT DO NOTHING`;
}

/**
 * Policies that change, or changed while the account existed, and that the user has not accepted yet. Someone who signs up
 * between announcement and effect accepts what holds on that day, so the announced versions are news to them too.
 */
export type PolicyNotice = {
  readonly publicationId: string;
  readonly summary: string;
  readonly publishedAt: Date;
  readonly effectiveAt: Date;
  readonly versions: readonly { readonly policy: PolicyKind; readonly number: number }[];
};

const noticesMax = 10;

/** Newest first. Only versions that no later one has replaced already. */
export async function listPolicyNotices(userId: string): Promise<readonly PolicyNotice[]> {
  const rows = await db().$queryRaw<
    {
      publicationId: string;
      summary: string;
      publishedAt: Date;
      effectiveAt: Date;
      policy: string;
      number: number;
    }[]
  >`
    SELECT p.id AS "publicationId", p.summary, p.published_at AS "publishedAt", p.effective_at AS "effectiveAt",
           v.policy, v.number
      FROM policy_publications p
      JOIN policy_versions v ON v.publication_id = p.id
      JOIN users u ON u.id = ${userId}::uuid AND u.created_at < p.effective_at
     WHERE p.is_material
       AND NOT EXISTS (SELECT FROM policy_acceptances a WHERE a.user_id = u.id AND a.version_id = v.id)
       AND NOT EXISTS (
             SELECT FROM policy_versions n JOIN policy_publications q ON q.id = n.publication_id
              WHERE n.policy = v.policy AND n.number > v.number AND q.effective_at <= now())
     ORDER BY p.published_at DESC, v.policy LIMIT ${noticesMax * 4}`;
  const notices = new Map<string, PolicyNotice & { versions: { policy: PolicyKind; number: number }[] }>();
  for (const { policy, number, ...publication } of rows) {
    if (!isPolicyKind(policy)) continue;
    const notice = notices.get(publication.publicationId) ?? { ...publication, versions: [] };
    notice.versions.push({ policy, number });
    notices.set(publication.publicationId, notice);
  }
  return [...notices.values()].slice(0, noticesMax);
}

/** Records that the user accepts the versions of a publication. Accepting again changes nothing. */
export async function acceptPublication(
  userId: string,
  publicationId: string,
): Promise<Outcome<null, "not_found">> {
  const versions = await db().policyVersion.findMany({
    where: { publicationId, publication: { isMaterial: true } },
    select: { id: true },
  });
  if (versions.length === 0) return fail("not_found", { message: "That change wasn't found." });
  await db().policyAcceptance.createMany({
    data: versions.map(({ id }) => ({ userId, versionId: id, via: "console" })),
    skipDuplicates: true,
  });
  return ok(null);
}

export type Acceptance = {
  readonly policy: PolicyKind;
  readonly number: number;
  readonly acceptedAt: Date;
  readonly via: "sign_up" | "console";
};

const acceptancesMax = 100;

/** What the user accepted, newest first. */
export async function listAcceptances(userId: string): Promise<readonly Acceptance[]> {
  const rows = await db().policyAcceptance.findMany({
    where: { userId },
    orderBy: [{ acceptedAt: "desc" }, { versionId: "desc" }],
    take: acceptancesMax,
    select: { acceptedAt: true, via: true, version: { select: { policy: true, number: true } } },
  });
  return rows.flatMap(({ acceptedAt, via, version: { policy, number } }) =>
    isPolicyKind(policy)
      ? [{ policy, number, acceptedAt, via: via === "sign_up" ? ("sign_up" as const) : ("console" as const) }]
      : [],
  );
}
