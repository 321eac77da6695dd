import "server-only";
import { z } from "zod";
import { db } from "@/lib/db/client";
import type { LedgerCheck } from "@/lib/ledger/verify-ledger";

export type FinishedVerification = {
  readonly finishedAt: Date;
  /** Null when the verification could not be finished, so that there are no results. */
  readonly checks: readonly LedgerCheck[] | null;
  readonly failure: "timeout" | "error" | null;
};

export type LatestVerification = {
  /** The verification that is requested (`startedAt` null) or running. */
  readonly unfinished: {
    readonly requestedAt: Date;
    readonly startedAt: Date | null;
    /** The check in progress. */
    readonly step: string | null;
  } | null;
  readonly finished: FinishedVerification | null;
};

const storedChecks = z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() }));

/** The unfinished verification and the last finished one. For operators only: it covers all workspaces. */
export async function latestVerification(): Promise<LatestVerification> {
  const [unfinished, finished] = await Promise.all([
    db().ledgerVerification.findFirst({
      where: { finishedAt: null },
      orderBy: { id: "desc" },
      select: { requestedAt: true, startedAt: true, step: true },
    }),
    db().ledgerVerification.findFirst({
      where: { finishedAt: { not: null } },
      orderBy: { finishedAt: "desc" },
      select: { finishedAt: true, failure: true, checks: true },
    }),
  ]);
  return { unfinished, finished: finished?.finishedAt ? resultOf(finished.finishedAt, finished) : null };
}

function resultOf(
  finishedAt: Date,
  { failure, checks }: { readonly failure: string | null; readonly checks: unknown },
): FinishedVerification {
  if (failure !== null)
    return { finishedAt, checks: null, failure: failure === "timeout" ? "timeout" : "error" };
  return { finishedAt, checks: storedChecks.parse(checks), failure: null };
}

/** When the ledger was last verified with results, and how many checks failed then. Null before the first time. */
export async function lastVerified(): Promise<{
  readonly finishedAt: Date;
  readonly failedChecks: number;
} | null> {
  const verified = await db().ledgerVerification.findFirst({
    where: { finishedAt: { not: null }, failure: null },
    orderBy: { finishedAt: "desc" },
    select: { finishedAt: true, checks: true },
  });
  if (!verified?.finishedAt) return null;
  const failedChecks = storedChecks.parse(verified.checks).filter(({ ok }) => !ok).length;
  return { finishedAt: verified.finishedAt, failedChecks };
}
