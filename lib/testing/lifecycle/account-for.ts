import { parseGenerationId } from "@/lib/activity/rules/generation-id";
import type { Account, GenerationRow, HoldRow } from "./accounts";
import type { Heard } from "./call";
import { cancelingProvider, testModels } from "./endpoints";
import { type BillFacts, expectedBill, isLost, type RightBill } from "./expected-bill";
import { creditNanos } from "./make-tenants";
import type { RequestPlan, RunPlan, Script } from "./plans";
import type { Attempt, ProviderName, ScriptedProvider } from "./scripted-provider";

/** The gateway's limits in these tests: duration of a completion, and time for running completions after a stop. */
export const answerMsMax = 5_000;
export const shutdownMs = 1_000;
/** No wallet may fall further below zero than this. */
const excessMax = 1_000_000_000n;

export type FinishedRun = {
  readonly plan: RunPlan;
  readonly workspaceId: string;
  readonly heard: readonly Heard[];
};

/** Outcomes of requests, for the summary. */
export type Fate =
  | "not sent"
  | "free"
  | "reported"
  | "capped"
  | "estimated"
  | "unaccounted"
  | "caller left, billed"
  | "told that the gateway stops"
  | "ended by the gateway, billed";

/**
 * Compares what clients received and providers did with a workspace's rows in the database. Returns a description of
 * every broken rule, and the outcomes of its requests. The processes that served it must have exited.
 */
export function accountFor(
  run: FinishedRun,
  account: Account,
  provider: ScriptedProvider,
): { problems: string[]; fates: Fate[] } {
  const problems: string[] = [];
  const fates: Fate[] = [];
  for (const heard of run.heard) problems.push(...callerProblems(heard, provider.attempts(heard.mark)));
  problems.push(...moneyProblems(run, account));
  problems.push(...acknowledgedProblems(run, account));

  const isSent = ({ mark }: Heard) => provider.attempts(mark).length > 0;
  const rest = new Map(
    account.holds.filter(({ state }) => state === "settled").map((hold) => [hold.id, hold]),
  );
  const open: Heard[] = [];
  for (const heard of run.heard) {
    const hold = rest.get(holdIdOf(heard, account) ?? "");
    if (!hold) {
      open.push(heard);
      continue;
    }
    rest.delete(hold.id);
    const judged = judge(heard, hold, account, provider);
    if (judged.problem) problems.push(`${heard.mark}: ${judged.problem}`);
    fates.push(...judged.fates);
  }
  // A bill whose row was rejected, or lacks its texts, can belong to any request that it fits.
  const fits = (heard: Heard, hold: HoldRow) => !judge(heard, hold, account, provider).problem;
  // Requests of a process that was not killed come first: they must have a bill, the others may.
  const mayBeLost = ({ gateway }: Heard) => gateway.end?.how === "kill";
  const unbilled = matched(
    [
      ...open.filter((heard) => isSent(heard) && !mayBeLost(heard)),
      ...open.filter((heard) => isSent(heard) && mayBeLost(heard)),
      ...open.filter((heard) => !isSent(heard)),
    ],
    [...rest.values()],
    fits,
  );
  if (!unbilled) {
    const bills = [...rest.values()].map((hold) => hold.settled_nanos);
    const why = [...rest.values()].flatMap((hold) =>
      open.map(
        (heard) =>
          `${hold.settled_nanos} for ${heard.mark}: ${judge(heard, hold, account, provider).problem ?? "right"}`,
      ),
    );
    problems.push(
      `bills ${bills.join(", ")} are nobody's of ${open.map(({ mark }) => mark).join(", ")} (${why.join("; ")})`,
    );
  }
  const missing = (unbilled ?? []).filter(isSent);
  for (const { mark, gateway } of missing) {
    if (gateway.end?.how !== "kill")
      problems.push(`${mark}: sent, and neither billed nor its process killed`);
  }
  const lost = account.holds.filter(({ state }) => state === "expired").length;
  const unsentMax = (unbilled ?? []).filter(
    (heard) => !isSent(heard) && heard.gateway.end?.how === "kill",
  ).length;
  if (unbilled && (missing.length > lost || lost > missing.length + unsentMax)) {
    problems.push(`${lost} holds expired for ${missing.length} completions that were sent and not billed`);
  }
  fates.push(...missing.map((): Fate => "unaccounted"));
  fates.push(...run.heard.filter((heard) => !isSent(heard)).map((): Fate => "not sent"));
  return { problems, fates };
}

function holdIdOf(heard: Heard, account: Account): string | null {
  const row = account.generations.find((generation) => generation.end_user === heard.mark);
  return row?.id ?? (heard.generationId === null ? null : parseGenerationId(heard.generationId));
}

/** Waiting clients get a response, also from a stopping process; only a killed one sends none. */
function callerProblems(heard: Heard, attempts: readonly Attempt[]): string[] {
  const isKilled = heard.gateway.end?.how === "kill";
  if (heard.hasLeft || isKilled || heard.failure === null) return [];
  // With too little processor time, a test reads a flood so slowly that it counts as stalled.
  if (attempts.some(({ script }) => "steps" in script && script.steps.length > 100)) return [];
  // The connection came too late for a stopping process: nothing was sent.
  if (heard.gateway.end !== null && heard.status === null && attempts.length === 0) return [];
  return [`${heard.mark}: the connection was ${heard.failure} for a caller who waited`];
}

function moneyProblems({ plan }: FinishedRun, account: Account): string[] {
  const problems: string[] = [];
  const { holds, generations, unaccounted, usageNanos } = account;
  const [wallet] = account.wallets;
  const [meter] = account.meters;
  if (!wallet || !meter) return ["no wallet or no meter"];
  const must = (isTrue: boolean, problem: string) => {
    if (!isTrue) problems.push(problem);
  };
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  const bills = sum(holds.map((hold) => hold.settled_nanos ?? 0n));
  must(wallet.credited_nanos === creditNanos(plan), "credit changed");
  must(wallet.debited_nanos === bills, `debited ${wallet.debited_nanos}, billed ${bills}`);
  must(usageNanos === bills, `transferred ${usageNanos}, billed ${bills}`);
  must(meter.used_nanos === bills, `metered ${meter.used_nanos}, billed ${bills}`);
  must(wallet.held_nanos === 0n && wallet.excess_nanos === 0n, "the wallet still holds");
  must(meter.held_nanos === 0n, "the meter still holds");
  must(wallet.credited_nanos - wallet.debited_nanos >= -excessMax, "more than a dollar below zero");
  must(!holds.some(({ state }) => state === "held"), "a hold is open");
  const beyond = sum(holds.map((hold) => max(0n, (hold.settled_nanos ?? 0n) - hold.amount_nanos)));
  must(wallet.credited_nanos + beyond >= bills, "spent what was not there");
  must(meter.limit_nanos === null || meter.limit_nanos + beyond >= bills, "spent beyond the limit");
  for (const hold of holds) {
    const cost = hold.settled_nanos ?? 0n;
    must(cost <= hold.amount_nanos + hold.excess_nanos, `a bill of ${cost} passes hold and excess`);
  }
  const expired = holds.filter(({ state }) => state === "expired");
  const isCounted = (hold: HoldRow) =>
    unaccounted.some(
      (row) =>
        row.hold_id === hold.id &&
        row.attempt === 0 &&
        row.billed_at === null &&
        row.amount_nanos === hold.amount_nanos + hold.excess_nanos,
    );
  const whole = unaccounted.filter(({ attempt }) => attempt === 0);
  must(expired.every(isCounted) && whole.length === expired.length, "expired holds are not counted");
  const settledIds = new Set(holds.filter(({ state }) => state === "settled").map(({ id }) => id));
  const lost = unaccounted.filter(({ attempt }) => attempt > 0);
  must(
    lost.every((row) => settledIds.has(row.hold_id) && row.billed_at === null),
    "a lost answer was billed, or belongs to a hold that did not end",
  );
  problems.push(...rowProblems(plan, holds, generations));
  return problems;
}

/** Every settled hold has its row, with the same cost, unless rows of this workspace are rejected. */
function rowProblems(
  plan: RunPlan,
  holds: readonly HoldRow[],
  generations: readonly GenerationRow[],
): string[] {
  const settled = new Map(holds.filter(({ state }) => state === "settled").map((hold) => [hold.id, hold]));
  const strays = generations.filter(({ id, cost_nanos }) => settled.get(id)?.settled_nanos !== cost_nanos);
  const problems = strays.map(({ id }) => `the row ${id} is not what was billed`);
  const expectedRows = plan.recordFault === "rows" ? 0 : settled.size;
  if (generations.length !== expectedRows) {
    problems.push(`${generations.length} rows for ${settled.size} bills`);
  }
  return problems;
}

/** A client that received a cost has paid exactly that, whatever happened to the process afterwards. */
function acknowledgedProblems({ heard }: FinishedRun, { holds }: Account): string[] {
  return heard.flatMap(({ mark, costNanos, generationId, isWhole, status }) => {
    if (costNanos === null)
      return isWhole && status === 200 ? [`${mark}: a whole answer without its cost`] : [];
    const holdId = generationId === null ? null : parseGenerationId(generationId);
    const hold = holds.find(({ id }) => id === holdId);
    if (hold?.state === "settled" && hold.settled_nanos === costNanos) return [];
    return [`${mark}: the caller was told ${costNanos}, the debit is ${hold?.state} ${hold?.settled_nanos}`];
  });
}

function judge(
  heard: Heard,
  hold: HoldRow,
  account: Account,
  provider: ScriptedProvider,
): { problem: string | null; fates: Fate[] } {
  const cost = hold.settled_nanos ?? 0n;
  const row = account.generations.find(({ id }) => id === hold.id) ?? null;
  const attempts = billedAttempts(heard.plan, provider.attempts(heard.mark));
  const expected = attempts.map((attempt) => {
    const facts: BillFacts = {
      plan: heard.plan,
      mark: heard.mark,
      heldNanos: hold.amount_nanos,
      seenCharacters: heard.characters,
      mayBeEnded: hasReasonToEnd(heard, hold, attempt),
    };
    return { attempt, facts, ...expectedBill(attempt, facts) };
  });
  if (!expected[0]?.isExplained) {
    return { problem: "billed without being sent, or broken off without a reason", fates: [] };
  }
  const bills = expected.flatMap((one) => (one.isExplained ? one.bills : []));
  const right = bills.find((bill) => isRight(bill, cost, row));
  if (!right) {
    const amounts = bills.map(
      (bill) => `${bill.minNanos} to ${bill.maxNanos}${bill.isEstimated ? " estimated" : ""}`,
    );
    const was = `${cost}${row?.estimated ? " estimated" : ""}${row?.usage_capped ? " capped" : ""}`;
    return { problem: `billed ${was} instead of ${amounts.join(" or ")}`, fates: [] };
  }
  const lostProblem = lostAnswersProblem(heard, hold, account, provider);
  if (lostProblem !== null) return { problem: lostProblem, fates: [] };
  const [{ attempt, facts }] = expected;
  const fates: Fate[] = [
    cost === 0n ? "free" : right.isEstimated ? "estimated" : right.isCapped ? "capped" : "reported",
  ];
  if (heard.hasLeft && cost > 0n) fates.push("caller left, billed");
  const isStopping = heard.gateway.end?.how === "terminate" && heard.errorCode === 503;
  if (isStopping && attempt.end === "aborted") fates.push("told that the gateway stops");
  if (attempt.end === "aborted" && facts.mayBeEnded && cost > 0n) fates.push("ended by the gateway, billed");
  return { problem: null, fates };
}

/**
 * Each unusable response counts as unaccounted once. The gateway may have stopped the last one instead; a plain one
 * counts then too, because its provider continues.
 */
function lostAnswersProblem(
  heard: Heard,
  hold: HoldRow,
  account: Account,
  provider: ScriptedProvider,
): string | null {
  const attempts = provider.attempts(heard.mark);
  const counted = account.unaccounted.filter((row) => row.hold_id === hold.id && row.attempt > 0).length;
  const last = attempts.at(-1);
  const isOurs = (attempt: Attempt) => attempt === last && hasReasonToEnd(heard, hold, attempt);
  const least = attempts.filter((attempt) => isLost(attempt) === true && !isOurs(attempt)).length;
  const lost = attempts.filter((attempt) => isLost(attempt) !== false);
  const mayBeGivenUp = billedAttempts(heard.plan, attempts).some(
    (attempt) => !attempt.isStream && !lost.includes(attempt) && hasReasonToEnd(heard, hold, attempt),
  );
  const most = lost.length + (mayBeGivenUp ? 1 : 0);
  if (counted >= least && counted <= most) return null;
  return `${counted} answers are unaccounted, ${least} to ${most} were lost`;
}

/**
 * The attempts that a bill may be for: the last one that a provider received, or one after it (or the first) that was
 * stopped while it was being sent, before the provider received it.
 */
function billedAttempts(plan: RequestPlan, attempts: readonly Attempt[]): Attempt[] {
  const last = attempts.at(-1);
  const providers = Object.keys(testModels[plan.model].endpoints) as ProviderName[];
  const following = providers[last ? providers.indexOf(last.provider) + 1 : 0];
  const unseen = following === undefined ? [] : [unseenAttempt(following, plan)];
  return last ? [last, ...unseen] : unseen;
}

function unseenAttempt(provider: ProviderName, { isStream }: RequestPlan): Attempt {
  const script: Script = { status: 200, isHeadLate: true, steps: [] };
  const times = { startedMs: 0, lastTextMs: 0, endedMs: 0 };
  return { provider, script, isStream, tokensMax: 1, bodyBytes: 0, stepsDone: 0, end: "aborted", ...times };
}

function isRight(bill: RightBill, cost: bigint, row: GenerationRow | null): boolean {
  if (cost < bill.minNanos || cost > bill.maxNanos) return false;
  if (!row) return true;
  return row.estimated === bill.isEstimated && (cost === 0n || row.usage_capped === bill.isCapped);
}

/** Too long, stopped with its process, or canceled because its client disconnected. */
function hasReasonToEnd(heard: Heard, hold: HoldRow, attempt: Attempt): boolean {
  const closedMs = hold.closed_at?.getTime() ?? 0;
  const { end } = heard.gateway;
  const isLong = closedMs - heard.startedMs >= answerMsMax;
  const isStopped = end?.how === "terminate" && closedMs >= end.askedMs + shutdownMs;
  const isCancelled = heard.hasLeft && attempt.provider === cancelingProvider;
  return isLong || isStopped || isCancelled;
}

/**
 * Assigns each bill to a request that it fits. Returns the requests left without one, or null if there is no such
 * assignment. There are few of each, so all assignments are tried.
 */
function matched(
  requests: readonly Heard[],
  bills: readonly HoldRow[],
  fits: (heard: Heard, hold: HoldRow) => boolean,
): readonly Heard[] | null {
  const [bill, ...others] = bills;
  if (!bill) return requests;
  for (const heard of requests) {
    if (!fits(heard, bill)) continue;
    const left = matched(
      requests.filter((one) => one !== heard),
      others,
      fits,
    );
    if (left) return left;
  }
  return null;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
