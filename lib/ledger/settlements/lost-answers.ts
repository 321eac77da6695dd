import "server-only";
import type { PreparedStatement } from "@/lib/db/run-prepared";
import type { Nanos } from "@/lib/kernel/money";
import { arrayText } from "@/lib/ledger/internal/array-text";
import { currentProcess } from "@/lib/ledger/processes/current-process";

/** An answer that was asked for and cannot be used: nobody is charged for it here, its provider may charge for it. */
export type LostAnswer = {
  readonly holdId: string;
  readonly workspaceId: string;
  readonly keyId: string;
  /** Which attempt of the completion it was, from 1. */
  readonly attempt: number;
  /** What it cost at most. */
  readonly worstNanos: Nanos;
};

/** Counts answers as unaccounted, in the transaction that ends their hold. */
export async function lostAnswersStatement(answers: readonly LostAnswer[]): Promise<PreparedStatement> {
  return {
    name: "count_lost_answers",
    text: `insert into unaccounted_completions (hold_id, attempt, workspace_id, key_id, amount_nanos, process_id)
      select *, $6::uuid from unnest($1::uuid[], $2::smallint[], $3::uuid[], $4::uuid[], $5::bigint[])`,
    values: [
      arrayText(answers.map(({ holdId }) => holdId)),
      arrayText(answers.map(({ attempt }) => attempt)),
      arrayText(answers.map(({ workspaceId }) => workspaceId)),
      arrayText(answers.map(({ keyId }) => keyId)),
      arrayText(answers.map(({ worstNanos }) => worstNanos)),
      await currentProcess(),
    ],
  };
}
