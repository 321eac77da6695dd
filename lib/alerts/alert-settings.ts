import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { db, type Tx, transaction } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { dollarsText, type Nanos } from "@/lib/kernel/money";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import type { LowBalanceInput, MonthlySpendInput } from "./rules/alert-input";
import { defaultLowBalanceNanos } from "./rules/crossings";

export type AlertSettings = {
  /** Null: on from the first purchase of credits. */
  readonly lowBalanceOn: boolean | null;
  readonly lowBalanceNanos: Nanos;
  /** Null: no alert. */
  readonly monthlyNanos: Nanos | null;
  /** Percent of the monthly amount, ascending. */
  readonly monthlySteps: readonly number[];
};

const defaults: AlertSettings = {
  lowBalanceOn: null,
  lowBalanceNanos: defaultLowBalanceNanos,
  monthlyNanos: null,
  monthlySteps: [],
};

const fields = { lowBalanceOn: true, lowBalanceNanos: true, monthlyNanos: true, monthlySteps: true } as const;

/** When the workspace is alerted; null for members, who may not see it. */
export async function getAlertSettings(actor: Actor): Promise<AlertSettings | null> {
  if (!isAdmin(actor)) return null;
  const { workspaceId } = actor;
  return (await db().alertSettings.findUnique({ where: { workspaceId }, select: fields })) ?? defaults;
}

/**
 * Changes the low-balance alert. A workspace that has been alerted is alerted again only after its balance has clearly
 * risen above the new threshold.
 */
export async function setLowBalanceAlert(
  actor: Actor,
  { on, threshold }: LowBalanceInput,
): Promise<Outcome<null, "not_allowed">> {
  return change(actor, "alerts.low_balance_changed", { lowBalanceOn: on, lowBalanceNanos: threshold });
}

/** Changes the monthly spend alert. Steps that the spend of this month has already reached fire once, together. */
export async function setMonthlySpendAlert(
  actor: Actor,
  { monthlyNanos, steps }: MonthlySpendInput,
): Promise<Outcome<null, "not_allowed">> {
  const data = { monthlyNanos, monthlySteps: [...steps], monthlySetAt: new Date() };
  return change(actor, "alerts.monthly_spend_changed", data);
}

type Change = Partial<{
  lowBalanceOn: boolean;
  lowBalanceNanos: Nanos;
  monthlyNanos: Nanos | null;
  monthlySteps: number[];
  monthlySetAt: Date;
}>;

async function change(actor: Actor, action: string, data: Change): Promise<Outcome<null, "not_allowed">> {
  if (!isAdmin(actor)) return fail("not_allowed");
  const { workspaceId, userId: actorUserId } = actor;
  return transaction(async (tx) => {
    const before = await lockSettings(tx, workspaceId);
    await tx.alertSettings.update({ where: { workspaceId }, data, select: { workspaceId: true } });
    const [old, current] = [audited(before), audited({ ...before, ...data })];
    const names = Object.keys(data).filter(
      (name) => JSON.stringify(old[name]) !== JSON.stringify(current[name]),
    );
    if (names.length === 0) return ok(null);
    const only = (all: typeof old) => Object.fromEntries(names.map((name) => [name, all[name] ?? null]));
    const entry = { before: only(old), after: only(current) };
    await recordAudit(tx, { workspaceId, actorUserId, action, targetId: workspaceId, ...entry });
    return ok(null);
  });
}

async function lockSettings(tx: Tx, workspaceId: string): Promise<AlertSettings> {
  await tx.alertSettings.createMany({ data: { workspaceId }, skipDuplicates: true });
  await tx.$queryRaw`select 1 as locked from alert_settings where workspace_id = ${workspaceId}::uuid for update`;
  return tx.alertSettings.findUniqueOrThrow({ where: { workspaceId }, select: fields });
}

/** As the audit log stores it: amounts as decimal text. */
function audited(settings: AlertSettings): Readonly<Record<string, boolean | string | number[] | null>> {
  const { lowBalanceOn, lowBalanceNanos, monthlyNanos, monthlySteps } = settings;
  return {
    lowBalanceOn,
    lowBalanceNanos: dollarsText(lowBalanceNanos),
    monthlyNanos: monthlyNanos === null ? null : dollarsText(monthlyNanos),
    monthlySteps: [...monthlySteps],
  };
}
