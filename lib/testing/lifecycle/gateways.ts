import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { sqlPool } from "@/lib/db/client";

/** A gateway process, from its start to its end. */
export type Gateway = {
  readonly number: number;
  readonly port: number;
  /** Its id as a process that takes holds. */
  readonly processId: string;
  /** How and when it was stopped. Null while it serves. */
  end: { readonly how: "kill" | "terminate"; readonly askedMs: number } | null;
};

export type Gateways = {
  /** The current gateway. */
  current(): Gateway;
  /** Resolves when a later gateway than this one serves. */
  after(gateway: Gateway): Promise<void>;
  /**
   * Replaces the current gateway and ends it at that moment: killed, or told to stop. Resolves when the new one serves;
   * `gone` resolves when the old one no longer runs or holds anything.
   */
  replace(how: "kill" | "terminate", moment: () => Promise<void>): Promise<{ gone: Promise<Gateway> }>;
  /** Stops the last one normally. */
  stop(): Promise<Gateway>;
  /** Kills processes that still run, by their id. */
  killAll(): void;
};

type Running = { readonly gateway: Gateway; readonly child: ChildProcess };

/** Starts of one gateway before it counts as broken. */
const startsMax = 3;

export const gatewayConnectionName = "lifecycle-gateway";

/** A sequence of gateways on one database. Each is started while its predecessor still serves. */
export async function startGateways(environment: Readonly<Record<string, string>>): Promise<Gateways> {
  const children = new Set<ChildProcess>();
  let started = 0;
  const start = async (startsLeft = startsMax): Promise<Running> => {
    const child = launch(environment);
    children.add(child);
    child.once("exit", () => children.delete(child));
    try {
      const places = await announced(child);
      started += 1;
      return { gateway: { number: started, ...places, end: null }, child };
    } catch (error) {
      // One whose connections are broken while it starts ends, and is started again, as a supervisor would.
      if (startsLeft === 1) throw error;
      return start(startsLeft - 1);
    }
  };
  /** Its failure is reported to later callers. */
  const startAhead = () => {
    const running = start();
    running.catch(() => undefined);
    return running;
  };
  let current = await start();
  let next = startAhead();
  let waiting: (() => void)[] = [];
  const finish = async ({ gateway, child }: Running, how: "kill" | "terminate") => {
    gateway.end = { how, askedMs: Date.now() };
    const exited = once(child, "exit");
    child.kill(how === "kill" ? "SIGKILL" : "SIGTERM");
    const [code] = await exited;
    if (how === "terminate" && code !== 0)
      throw new Error(`a gateway that was told to stop ended with ${code}`);
    if (how === "kill") await expire(gateway);
    return gateway;
  };
  return {
    current: () => current.gateway,
    after: (gateway) =>
      gateway === current.gateway ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(),
    replace: async (how, moment) => {
      const before = current;
      const ahead = await next;
      next = startAhead();
      await moment();
      current = ahead;
      const gone = finish(before, how);
      const woken = waiting;
      waiting = [];
      for (const wake of woken) wake();
      return { gone };
    },
    stop: async () => {
      const idle = await next;
      await finish(idle, "terminate");
      return finish(current, "terminate");
    },
    killAll: () => {
      for (const child of children) child.kill("SIGKILL");
    },
  };
}

function launch(environment: Readonly<Record<string, string>>): ChildProcess {
  const flags = ["--conditions=react-server", "--import", "tsx", "lib/testing/lifecycle/gateway-process.ts"];
  return spawn(process.execPath, flags, {
    env: { ...process.env, ...environment, NODE_OPTIONS: "" },
    // Its stdin closes when this process exits, for whatever reason, and it exits when its stdin closes.
    stdio: ["pipe", "pipe", "inherit"],
  });
}

/** Reads the line in which a gateway reports that it serves. Other lines are its log, shown on request. */
function announced(child: ChildProcess): Promise<{ port: number; processId: string }> {
  const { stdout } = child;
  if (!stdout) throw new Error("a gateway without output");
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`a gateway ended at its start with ${code}`)));
    createInterface({ input: stdout }).on("line", (line) => {
      if (line.startsWith('{"port"')) resolve(JSON.parse(line));
      else process.stderr.write(`${line}\n`);
    });
  });
}

/** Makes the holds of a killed process expire now: its heartbeat is set back, and the next gateway's job finds it. */
async function expire({ processId }: Gateway): Promise<void> {
  await sqlPool().query("update processes set heartbeat_at = now() - interval '1 hour' where id = $1", [
    processId,
  ]);
  const open = () =>
    sqlPool().query<{ open: bigint }>(
      "select count(*) as open from holds where process_id = $1 and state = 'held'",
      [processId],
    );
  for (let left = (await open()).rows[0]?.open; left !== 0n; left = (await open()).rows[0]?.open) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
