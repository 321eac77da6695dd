import "server-only";
import { z } from "zod";
import { db } from "@/lib/db/client";
import { latestRun, type LatestRun } from "@/lib/jobs/recorded-runs";
import type { LedgerCheck } from "@/lib/ledger/verify-ledger";

/** `failed.failure` is timeout or error. */
export type LatestVerification = LatestRun<{ readonly checks: readonly LedgerCheck[] }>;

const storedChecks = z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() }));

/** The unfinished verification, and how the last ones ended. For operators only: it covers all workspaces. */
export async function latestVerification(): Promise<LatestVerification> {
  const { finished, ...latest } = await latestRun<{ checks: unknown }>("ledger_verifications", "checks");
  return { ...latest, finished: finished && { ...finished, checks: storedChecks.parse(finished.checks) } };
}

export type LastVerified = { readonly finishedAt: Date; readonly failedChecks: number };

/** When the ledger was last verified with results, and how many checks failed then. Null before the first time. */
export async function lastVerified(): Promise<LastVerified | null> {
  const verified = await db().ledgerVerification.findFirst({
    where: { finishedAt: { not: null }, failure: null },
    orderBy: { finishedAt: "desc" },
    select: { finishedAt: true, checks: true },
  });
  if (!verified?.finishedAt) return null;
  const failedChecks = storedChecks.parse(verified.checks).filter(({ ok }) => !ok).length;
  return { finishedAt: verified.finishedAt, failedChecks };
}
