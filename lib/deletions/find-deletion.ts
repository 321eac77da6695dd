import "server-only";
import { env } from "@/lib/config/env";
import { db, sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { hashSecret } from "@/lib/config/secrets";
import { hasBilling } from "./internal/kept-records";
import { checkedAfterMs, linkDays } from "./rules/periods";
import { subjectName, subjectOrder } from "./rules/subjects";

export type SubjectCount = {
  /** The table in words: "API keys". */
  readonly name: string;
  readonly rows: number;
  /** When it was found empty; null for steps of the deletion itself, and while rows are being removed. */
  readonly emptiedAt: Date | null;
};

/** Most rows that are counted of one kind: a busy workspace has millions of entries in the ledger. */
export const keptRowsMax = 10_000;

export type DeletionState = {
  readonly deletedAt: Date;
  readonly access: readonly SubjectCount[];
  readonly personal: readonly SubjectCount[];
  readonly activity: {
    readonly counts: readonly SubjectCount[];
    /** When every table was empty; null while rows are being removed. */
    readonly emptiedAt: Date | null;
    /** When everything was found empty once more, a day later; null until then. */
    readonly checkedAt: Date | null;
    /** When that check is due. */
    readonly checkDueAt: Date;
  };
  /** The customer at the payment processor: there was none, is being deleted, or was deleted then. */
  readonly customer: "none" | "in progress" | Date;
  readonly billing: {
    readonly isKept: boolean;
    readonly purchases: number;
    /** Entries of the ledger, at most `keptRowsMax` and one. */
    readonly entries: number;
    readonly keptUntil: Date;
  };
  /** Until when the link works. */
  readonly linkUntil: Date;
};

/** The state of a deletion for anyone who has its link; null for any other text. It names no one. */
export async function findDeletion(secret: string): Promise<DeletionState | null> {
  const deletion = await db().deletion.findUnique({
    where: { tokenHash: hashSecret(secret) },
    include: { counts: true },
  });
  if (!deletion) return null;
  const { deletedAt, emptiedAt, workspaceId } = deletion;
  const counts = deletion.counts.toSorted((a, b) => subjectOrder(a.subject) - subjectOrder(b.subject));
  const of = (step: string): readonly SubjectCount[] =>
    counts
      .filter((count) => count.step === step)
      .map((count) => ({
        name: subjectName(count.subject),
        rows: Number(count.rows),
        emptiedAt: count.emptiedAt,
      }));
  const kept = workspaceId === null ? nothing : await readKept(workspaceId);
  const keptUntil = new Date(deletedAt);
  keptUntil.setUTCFullYear(keptUntil.getUTCFullYear() + env().billingRetentionYears);
  const leastUntil = new Date(deletedAt.getTime() + linkDays * msPerDay);
  return {
    deletedAt,
    access: of("access"),
    personal: of("personal"),
    activity: {
      counts: of("activity"),
      emptiedAt: workspaceId === null ? deletedAt : emptiedAt,
      checkedAt: workspaceId === null ? deletedAt : kept.erasedAt,
      checkDueAt: new Date(deletedAt.getTime() + checkedAfterMs),
    },
    customer: kept.hasCustomer ? "in progress" : (deletion.customerDeletedAt ?? "none"),
    billing: { isKept: kept.isKept, purchases: kept.purchases, entries: kept.entries, keptUntil },
    linkUntil: kept.isKept && keptUntil > leastUntil ? keptUntil : leastUntil,
  };
}

type Kept = {
  readonly erasedAt: Date | null;
  readonly hasCustomer: boolean;
  readonly isKept: boolean;
  readonly purchases: number;
  readonly entries: number;
};

const nothing: Kept = { erasedAt: null, hasCustomer: false, isKept: false, purchases: 0, entries: 0 };

async function readKept(workspaceId: string): Promise<Kept> {
  const { rows } = await sqlPool().query<Kept>(
    `select w.erased_at as "erasedAt", ${hasBilling("w.id")} as "isKept",
            exists (select from stripe_customers where workspace_id = w.id) as "hasCustomer",
            (select count(*)::int from (select from purchases where workspace_id = w.id limit ${keptRowsMax + 1}) p) as purchases,
            (select count(*)::int from (select from transfers where workspace_id = w.id limit ${keptRowsMax + 1}) t) as entries
       from workspaces w where w.id = $1`,
    [workspaceId],
  );
  return rows[0] ?? nothing;
}
