import "server-only";
import { db } from "@/lib/db/client";
import { isPolicyKind, type PolicyKind, type PolicySection, sectionsSchema } from "./rules/policy";

export type PolicyVersionLine = {
  readonly id: string;
  readonly number: number;
  readonly publishedAt: Date;
  readonly effectiveAt: Date;
  readonly isMaterial: boolean;
  readonly summary: string | null;
};

export type PolicyVersion = PolicyVersionLine & { readonly sections: readonly PolicySection[] };

const lineFields = {
  id: true,
  number: true,
  publication: { select: { publishedAt: true, effectiveAt: true, isMaterial: true, summary: true } },
} as const;

/** Most versions that a page lists. */
const versionsMax = 100;

/** The versions of a policy, newest first: announced ones, the one in effect, and earlier ones. */
export async function listVersions(policy: PolicyKind): Promise<readonly PolicyVersionLine[]> {
  const rows = await db().policyVersion.findMany({
    where: { policy },
    orderBy: { number: "desc" },
    take: versionsMax,
    select: lineFields,
  });
  return rows.map(({ publication, ...row }) => ({ ...row, ...publication }));
}

/** One version with its text; null when there is none of that number. */
export async function findVersion(policy: PolicyKind, number: number): Promise<PolicyVersion | null> {
  // Beyond the database's integers there is no version either.
  if (!Number.isSafeInteger(number) || number < 1 || number > 1_000_000) return null;
  const row = await db().policyVersion.findUnique({
    where: { policy_number: { policy, number } },
    select: { ...lineFields, sections: true },
  });
  if (!row) return null;
  const { publication, sections, ...rest } = row;
  return { ...rest, ...publication, sections: sectionsSchema.parse(sections) };
}

/** Versions that take effect on one day. */
export type AnnouncedChange = {
  readonly effectiveAt: Date;
  readonly versions: readonly { readonly policy: PolicyKind; readonly number: number }[];
};

/** What is published and not in effect yet, the next first; at most 20 versions. */
export async function listAnnounced(now = new Date()): Promise<readonly AnnouncedChange[]> {
  const rows = await db().policyVersion.findMany({
    where: { publication: { effectiveAt: { gt: now } } },
    orderBy: [{ publication: { effectiveAt: "asc" } }, { policy: "asc" }, { number: "asc" }],
    take: 20,
    select: { policy: true, number: true, publication: { select: { effectiveAt: true } } },
  });
  const days = [...new Set(rows.map(({ publication }) => publication.effectiveAt.getTime()))];
  return days.map((time) => ({
    effectiveAt: new Date(time),
    versions: rows.flatMap(({ policy, number, publication }) =>
      publication.effectiveAt.getTime() === time && isPolicyKind(policy) ? [{ policy, number }] : [],
    ),
  }));
}

/** The version that holds now: the newest one whose date has come. Null before the first start has published one. */
export function inEffect(versions: readonly PolicyVersionLine[], now = new Date()): PolicyVersionLine | null {
  return versions.find(({ effectiveAt }) => effectiveAt <= now) ?? null;
}
