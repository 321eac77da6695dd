import "server-only";
import { db } from "@/lib/db/client";
import { isPolicyKind, type PolicyKind } from "./rules/policy";

export type PublishedPolicy = {
  readonly policy: PolicyKind;
  readonly number: number;
  readonly effectiveAt: Date;
  /** Mails that announced it so far; null when it was not announced. */
  readonly mails: number | null;
  readonly isMailed: boolean;
  /** Accounts that accepted it. */
  readonly accepted: number;
};

const rowsMax = 50;

/** The newest published versions of all policies, for the operator. */
export async function listPublished(): Promise<readonly PublishedPolicy[]> {
  const rows = await db().policyVersion.findMany({
    orderBy: [{ publication: { publishedAt: "desc" } }, { policy: "asc" }],
    take: rowsMax,
    select: {
      policy: true,
      number: true,
      publication: { select: { effectiveAt: true, mailing: { select: { mails: true, finishedAt: true } } } },
      _count: { select: { acceptances: true } },
    },
  });
  return rows.flatMap(({ policy, number, publication: { effectiveAt, mailing }, _count }) =>
    isPolicyKind(policy)
      ? [
          {
            policy,
            number,
            effectiveAt,
            mails: mailing?.mails ?? null,
            isMailed: (mailing?.finishedAt ?? null) !== null,
            accepted: _count.acceptances,
          },
        ]
      : [],
  );
}
