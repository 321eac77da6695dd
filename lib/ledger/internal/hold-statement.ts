import "server-only";
import type { PreparedStatement } from "@/lib/db/run-prepared";
import type { Nanos } from "@/lib/kernel/money";
import type { HoldRejection, HoldRequest } from "@/lib/ledger/holds/take-hold";
import { type LimitReset, nextReset } from "@/lib/ledger/rules/spend-limit";
import { arrayText, listsText } from "./array-text";

export type HoldDecision =
  | { readonly granted: true; readonly grantedNanos: Nanos }
  | { readonly granted: false; readonly rejection: HoldRejection };

/** A row for each request that did not get its whole amount; see the function `take_holds`. */
export type HoldRow = {
  readonly request_position: number;
  readonly granted_nanos: Nanos | null;
  readonly refusal: HoldRejection["code"] | null;
  readonly available_nanos: Nanos;
  readonly limit_kind: "key" | "member" | "workspace" | null;
  readonly limit_nanos: Nanos | null;
  readonly limit_reset: LimitReset | null;
  readonly used_nanos: Nanos | null;
  readonly decided_at: Date;
};

const text = `select * from take_holds($1::uuid, $2::boolean, $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::int[],
  $8::int[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::text[], $15::int[], $16::int[])`;

/**
 * Builds the `take_holds` call of one flush. `isRepeat`: the same requests were sent before on a connection that broke,
 * and may have been committed.
 */
export function holdStatement(
  processId: string,
  requests: readonly HoldRequest[],
  isRepeat: boolean,
): PreparedStatement {
  const wallets = positions();
  const keys = positions();
  const meters = positions();
  const listed: number[] = [];
  const ends: number[] = [];
  const lists = requests.map(({ keyId, meterIds }) => {
    // Lists every meter once, and always the key's own: a limit must not depend on the caller passing its meter.
    const own =
      meterIds.length === 1 && meterIds[0] === keyId ? meterIds : [...new Set([keyId, ...meterIds])];
    for (const id of own) listed.push(meters.of(id));
    ends.push(listed.length);
    return own;
  });
  const walletPositions = requests.map(({ workspaceId }) => wallets.of(workspaceId));
  const keyPositions = requests.map(({ keyId }) => keys.of(keyId));
  return {
    name: "take_holds",
    text,
    values: [
      processId,
      isRepeat,
      arrayText(wallets.ids),
      arrayText(keys.ids),
      arrayText(meters.ids),
      arrayText(requests.map(({ holdId }) => holdId)),
      arrayText(walletPositions),
      arrayText(keyPositions),
      arrayText(requests.map(({ amountNanos }) => amountNanos)),
      arrayText(requests.map(({ minimumNanos }) => minimumNanos)),
      arrayText(requests.map(({ excessNanos }) => excessNanos)),
      arrayText(requests.map(({ keyVersion }) => keyVersion)),
      arrayText(requests.map(({ privacyVersion }) => privacyVersion)),
      listsText(lists),
      arrayText(listed),
      arrayText(ends),
    ],
  };
}

/** Translates the returned rows into one decision per request. */
export function holdDecisions(requests: readonly HoldRequest[], rows: readonly HoldRow[]): HoldDecision[] {
  const decisions = requests.map(({ amountNanos }): HoldDecision => ({
    granted: true,
    grantedNanos: amountNanos,
  }));
  for (const row of rows) {
    decisions[row.request_position - 1] =
      row.refusal === null
        ? { granted: true, grantedNanos: row.granted_nanos ?? 0n }
        : { granted: false, rejection: rejectionOf(row.refusal, row) };
  }
  return decisions;
}

function rejectionOf(code: HoldRejection["code"], row: HoldRow): HoldRejection {
  const { limit_kind: kind, limit_nanos: limitNanos, limit_reset: limitReset } = row;
  const limit =
    kind === null || limitNanos === null
      ? null
      : {
          kind,
          limitNanos,
          usedNanos: row.used_nanos ?? 0n,
          heldNanos: limitNanos - (row.used_nanos ?? 0n) - row.available_nanos,
          limitReset,
          resetAt: nextReset(limitReset, row.decided_at),
        };
  return { code, availableNanos: row.available_nanos, limit };
}

/** Ids in the order in which they were first requested; positions start at one, as in SQL. */
function positions(): { readonly ids: readonly string[]; of(id: string): number } {
  const ids: string[] = [];
  const known = new Map<string, number>();
  return {
    ids,
    of(id) {
      const position = known.get(id);
      if (position !== undefined) return position;
      ids.push(id);
      known.set(id, ids.length);
      return ids.length;
    },
  };
}
