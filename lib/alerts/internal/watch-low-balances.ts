import "server-only";
import { sqlPool, type Tx } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import { msPerDay } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import { raiseAlert } from "../raise-alert";
import { daysLeft, lowBalanceChange } from "../rules/crossings";
import { batchMax, evaluateEach } from "./evaluate-each";

/**
 * Workspaces whose balance has crossed: it fell below the threshold, or rose clearly above it. One pass over the wallets
 * by their primary key; a workspace without a row of settings has the defaults.
 */
const crossings = `
  select w.workspace_id as "workspaceId"
    from wallets w
    left join alert_settings s on s.workspace_id = w.workspace_id
   where case when s.low_since is null
           then w.credited_nanos - w.debited_nanos < coalesce(s.low_balance_nanos, 5000000000)
                and coalesce(s.low_balance_on, w.purchased_nanos > 0)
           else w.credited_nanos - w.debited_nanos
                >= greatest((s.low_balance_nanos * 6 + 4) / 5, s.low_balance_nanos + 1000000000)
         end
     and exists (select 1 from workspaces o where o.id = w.workspace_id and o.deleted_at is null)
   limit $1`;

/** Fires and arms the low-balance alerts that are due. Returns how many fired. */
export async function watchLowBalances(now: Date): Promise<number> {
  const { rows } = await sqlPool().query<{ workspaceId: string }>(crossings, [batchMax]);
  return evaluateEach(rows, (tx, { workspaceId }) => evaluate(tx, workspaceId, now));
}

type State = {
  readonly balanceNanos: Nanos;
  readonly thresholdNanos: Nanos;
  readonly isLow: boolean;
  readonly isOn: boolean;
};

async function evaluate(tx: Tx, workspaceId: string, now: Date): Promise<boolean> {
  await tx.alertSettings.createMany({ data: { workspaceId }, skipDuplicates: true });
  // The lock makes concurrent runs see each other's decision.
  const rows = await tx.$queryRaw<State[]>`
    select w.credited_nanos - w.debited_nanos as "balanceNanos", s.low_balance_nanos as "thresholdNanos",
           s.low_since is not null as "isLow", coalesce(s.low_balance_on, w.purchased_nanos > 0) as "isOn"
      from alert_settings s join wallets w on w.workspace_id = s.workspace_id
     where s.workspace_id = ${workspaceId}::uuid for update of s`;
  const state = present(rows[0], "settings of a wallet");
  const change = lowBalanceChange(state);
  if (change === null || (change === "fire" && !state.isOn)) return false;
  await tx.alertSettings.update({
    where: { workspaceId },
    data: { lowSince: change === "fire" ? now : null },
    select: { workspaceId: true },
  });
  if (change === "rearm") return false;
  const { balanceNanos, thresholdNanos } = state;
  const days = daysLeft(balanceNanos, await weekSpend(tx, workspaceId, now));
  return raiseAlert(
    tx,
    {
      workspaceId,
      subjectId: workspaceId,
      period: now.toISOString(),
      fact: { kind: "low_balance", thresholdNanos, balanceNanos, daysLeft: days },
    },
    now,
  );
}

async function weekSpend(tx: Tx, workspaceId: string, now: Date): Promise<Nanos> {
  const since = new Date(now.getTime() - 7 * msPerDay);
  const sum = await tx.usageDay.aggregate({
    where: { workspaceId, spanStart: { gte: since } },
    _sum: { costNanos: true },
  });
  return sum._sum.costNanos ?? 0n;
}
