import "server-only";
import type { PreparedStatement } from "@/lib/db/run-prepared";
import type { Nanos } from "@/lib/kernel/money";
import { arrayText } from "@/lib/ledger/internal/array-text";
import { currentProcess } from "@/lib/ledger/processes/current-process";

/** A response that was requested but cannot be used. It is not charged here, though its provider may charge for it. */
export type LostResponse = {
  readonly holdId: string;
  readonly workspaceId: string;
  readonly keyId: string;
  /** Which attempt of the request it was, from 1. */
  readonly attempt: number;
  /** The most that it cost. */
  readonly worstNanos: Nanos;
};

/** Records responses as unaccounted, in the transaction that ends their hold. */
export async function lostResponsesStatement(responses: readonly LostResponse[]): Promise<PreparedStatement> {
  return {
    name: "count_lost_responses",
    text: `insert into unaccounted_completions (hold_id, attempt, workspace_id, key_id, amount_nanos, process_id)
      select *, $6::uuid from unnest($1::uuid[], $2::smallint[], $3::uuid[], $4::uuid[], $5::bigint[])`,
    values: [
      arrayText(responses.map(({ holdId }) => holdId)),
      arrayText(responses.map(({ attempt }) => attempt)),
      arrayText(responses.map(({ workspaceId }) => workspaceId)),
      arrayText(responses.map(({ keyId }) => keyId)),
      arrayText(responses.map(({ worstNanos }) => worstNanos)),
      await currentProcess(),
    ],
  };
}
