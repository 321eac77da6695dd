import { randomUUID } from "node:crypto";
import type { FinishedRun } from "./account-for";
import { call, type Heard } from "./call";
import type { Gateways } from "./gateways";
import type { RunTenant } from "./make-tenants";
import type { RequestPlan, RunPlan } from "./plans";
import type { ScriptedProvider } from "./scripted-provider";

/** Shared state of all runs. */
export type World = {
  readonly gateways: Gateways;
  readonly provider: ScriptedProvider;
  /** Called after every request. */
  readonly onHeard: () => void;
  /** Keeps the connection of a client that stopped reading, to be closed at the end. */
  readonly keep: (hangUp: () => void) => void;
};

/** How often a client that could not connect tries again. */
const triesMax = 10;

/** Sends the requests of a run, sequentially or concurrently as planned. */
export async function performRun(plan: RunPlan, tenant: RunTenant, world: World): Promise<FinishedRun> {
  const heard: Heard[] = [];
  for (const group of groups(plan.requests)) {
    const calls = group.map((request) => untilReached(request, tenant, world));
    heard.push(...(await Promise.all(calls)).flat());
  }
  return { plan, workspaceId: tenant.workspaceId, heard };
}

function groups(requests: readonly RequestPlan[]): RequestPlan[][] {
  const all: RequestPlan[][] = [];
  for (const request of requests) {
    const last = all.at(-1);
    if (last && request.isTogether) last.push(request);
    else all.push([request]);
  }
  return all;
}

/** A client that cannot connect tries the next gateway, under a new mark. */
async function untilReached(plan: RequestPlan, { secret }: RunTenant, world: World): Promise<Heard[]> {
  const all: Heard[] = [];
  for (let tried = 0; tried < triesMax; tried += 1) {
    const gateway = world.gateways.current();
    const { heard, hangUp } = await call(gateway, secret, {
      plan,
      mark: randomUUID(),
      provider: world.provider,
    });
    all.push(heard);
    world.keep(hangUp);
    world.onHeard();
    if (heard.failure !== "unreachable") break;
    await world.gateways.after(gateway);
  }
  return all;
}
