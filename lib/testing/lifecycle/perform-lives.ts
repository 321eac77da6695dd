import { accountFor, type Fate, type FinishedRun } from "./account-for";
import { readAccounts } from "./accounts";
import { breakConnections, editKey, lockWallet } from "./disturbances";
import type { Gateways } from "./gateways";
import { makeTenants, type RunTenant } from "./make-tenants";
import { performRun, type World } from "./perform-run";
import type { Disturbance, LifePlan, RunPlan } from "./plans";
import type { ScriptedProvider } from "./scripted-provider";

/** Number of concurrent runs. */
const concurrency = 100;
/** Number of problems to report; more would not add information. */
const problemsMax = 10;

export type Outcome = {
  readonly problems: readonly string[];
  readonly fates: Record<Fate, number>;
  readonly ends: { kill: number; terminate: number };
};

type Planned = { readonly plan: RunPlan; readonly life: number; readonly number: number };

/**
 * Performs all runs, many concurrently. When the last run of a life has begun, its gateway is replaced and ended in the
 * middle of its work, killed and told to stop in turns. A run is checked when all processes that served it have exited.
 */
export async function performLives(
  lives: readonly LifePlan[],
  { gateways, provider }: { gateways: Gateways; provider: ScriptedProvider },
): Promise<Outcome> {
  const problems: string[] = [];
  const fates = emptyFates();
  const ends = { kill: 0, terminate: 0 };
  const background: Promise<void>[] = [];
  /** Runs work whose errors are thrown at the end. */
  const inBackground = (work: Promise<void>) => {
    work.catch(() => undefined);
    background.push(work);
  };
  const finished: FinishedRun[] = [];
  const requests = new Progress();
  const connections = new Set<() => void>();
  const made = new Map<number, Promise<RunTenant[]>>();
  const tenantsOf = (life: number): Promise<RunTenant[]> => {
    const tenants = made.get(life) ?? makeTenants(lives[life]?.runs ?? []);
    made.set(life, tenants);
    return tenants;
  };
  const world: World = {
    gateways,
    provider,
    onHeard: () => requests.advance(),
    keep: (hangUp) => connections.add(hangUp),
  };

  const account = async (endedNumber: number) => {
    const isOver = ({ heard }: FinishedRun) => heard.every(({ gateway }) => gateway.number <= endedNumber);
    const over = finished.filter(isOver);
    finished.splice(0, finished.length, ...finished.filter((run) => !isOver(run)));
    const accounts = await readAccounts(over.map(({ workspaceId }) => workspaceId));
    for (const run of over) {
      const found = accounts.get(run.workspaceId);
      const result = found ? accountFor(run, found, provider) : { problems: ["no account"], fates: [] };
      for (const fate of result.fates) fates[fate] += 1;
      if (result.problems.length > 0) problems.push(described(run, result.problems, provider));
    }
  };
  let tellAllDone = () => undefined as void;
  const allDone = new Promise<void>((resolve) => (tellAllDone = resolve));
  let replacing = Promise.resolve();
  let accounting = Promise.resolve();
  const endLife = (how: "kill" | "terminate") => {
    replacing = replacing.then(async () => {
      // A client has just received its response, which must be correct whatever happens now.
      const { gone } = await gateways.replace(how, () => Promise.race([requests.after(1), allDone]));
      ends[how] += 1;
      accounting = Promise.all([gone, accounting]).then(([{ number }]) => account(number));
      inBackground(accounting);
    });
    return replacing;
  };
  const perform = async ({ plan, life, number }: Planned) => {
    const tenant = (await tenantsOf(life))[number];
    if (!tenant) throw new Error("a run without a tenant");
    for (const disturbance of lives[life]?.disturbances ?? []) {
      if (disturbance.atRun === number) inBackground(disturb(disturbance, tenant, requests));
    }
    finished.push(await performRun(plan, tenant, world));
  };

  const queue = lives.flatMap(({ runs }, life) => runs.map((plan, number) => ({ plan, life, number })));
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (problems.length >= problemsMax) return;
      const runs = lives[next.life]?.runs ?? [];
      // All runs wait here for a late replacement, so that lives do not overlap.
      if (next.number === Math.floor(runs.length * 0.9)) await replacing;
      if (next.number === runs.length - 1) inBackground(endLife(next.life % 2 === 0 ? "kill" : "terminate"));
      await perform(next);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  tellAllDone();
  // The end of a life includes its check.
  for (let done = 0; done < background.length; done += 1) await background[done];
  await account((await gateways.stop()).number);
  for (const hangUp of connections) hangUp();
  return { problems: problems.slice(0, problemsMax), fates, ends };
}

function emptyFates(): Record<Fate, number> {
  return {
    "not sent": 0,
    free: 0,
    reported: 0,
    capped: 0,
    estimated: 0,
    unaccounted: 0,
    "caller left, billed": 0,
    "told that the gateway stops": 0,
    "ended by the gateway, billed": 0,
  };
}

function disturb(disturbance: Disturbance, tenant: RunTenant, requests: Progress): Promise<void> {
  if (disturbance.does === "breakConnections") return breakConnections();
  if (disturbance.does === "editKeys") return editKey(tenant.actor, tenant.keyId, disturbance.edits);
  return lockWallet(tenant.workspaceId, requests.after(disturbance.requests));
}

/** Counts requests, and notifies those that wait for a number of further ones. */
class Progress {
  #done = 0;
  #waiting: { readonly at: number; readonly resolve: () => void }[] = [];

  advance(): void {
    this.#done += 1;
    const due = this.#waiting.filter(({ at }) => at <= this.#done);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#done);
    for (const { resolve } of due) resolve();
  }

  after(requests: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ at: this.#done + requests, resolve }));
  }
}

/** A description of a run that broke a rule, with everything needed to understand it. */
function described(run: FinishedRun, problems: readonly string[], provider: ScriptedProvider): string {
  const { heard, plan, workspaceId } = run;
  const told = heard.map(({ plan: request, gateway, ...rest }) => ({
    ...rest,
    gateway,
    request: { ...request, scripts: undefined, prompt: request.prompt.length },
    attempts: provider.attempts(rest.mark),
  }));
  const text = JSON.stringify({ workspaceId, ...plan, requests: undefined, heard: told }, plainly);
  return `${problems.join("; ")}\n${text}`;
}

function plainly(key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}`;
  if (key === "steps" && Array.isArray(value)) {
    const steps = value.map((step: object) =>
      Object.values(step)
        .map((part) => JSON.stringify(part))
        .join(" "),
    );
    return steps.length > 60 ? [...steps.slice(0, 3), "…", ...steps.slice(-3)] : steps;
  }
  return value;
}
