import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { type ChildProcess, spawn } from "node:child_process";
import { type ChildOutput, logLinesOnly } from "./child-output";
import { complain } from "./say";

export type ChildOptions = {
  readonly title: string;
  /** Its name in the log. Null shows its output unchanged, only for development. */
  readonly part: string | null;
  /** Arguments for Node. */
  readonly args: readonly string[];
  readonly environment: () => Readonly<Record<string, string>>;
  /** Resolves when the child can serve. Called after each start. */
  readonly ready: (child: ChildProcess) => Promise<void>;
  readonly health?: Health;
};

/** How a child that is alive but unresponsive is detected. */
type Health = {
  /** Resolves true when the child responds within the check's own timeout. Never rejects. */
  readonly ask: () => Promise<boolean>;
  readonly everyMs: number;
  /** After this many failed checks in a row it is killed, and thereby restarted. A single one means it was busy. */
  readonly missesMax: number;
};

export type Child = {
  /** Resolves when it serves for the first time. Rejects with its output if it does not start. */
  start(): Promise<void>;
  /** Also false while it is unresponsive. */
  isReady(): boolean;
  stop(): Promise<void>;
};

const startTimeoutMs = 120_000;
const stopTimeoutMs = 5_000;
const backOffMaxMs = 10_000;
const outputMax = 20_000;

/**
 * Keeps a child process running. When it exits unexpectedly, it is restarted with increasing delays. It has its own
 * process group, so that Ctrl-C reaches only the supervisor, and a channel that makes it exit when the supervisor has
 * exited.
 */
export function superviseChild(options: ChildOptions): Child {
  let child: ChildProcess | null = null;
  let ready = false;
  let answering = true;
  let stopping = false;
  let failures = 0;

  const launch = async (): Promise<void> => {
    const current = spawn(process.execPath, options.args, {
      env: { NODE_ENV: "production", ...options.environment() },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      detached: true,
    });
    child = current;
    let early = "";
    let isStarting = true;
    for (const stream of [current.stdout, current.stderr]) {
      const output = outputOf(options.part);
      stream?.on("data", (chunk: Buffer) => {
        // A framework's output during the start is only shown if the start fails.
        if (!isStarting) output.take(chunk);
        else if (early.length < outputMax) early += chunk.toString();
      });
      stream?.on("end", () => output.end());
    }
    const ended = new Promise<never>((_, reject) => {
      current.once("error", reject);
      current.once("exit", (code, signal) => {
        const wasReady = ready;
        ready = false;
        reject(new OperatorProblem(`${options.title} ended (${signal ?? code}).\n${early}`.trim()));
        if (wasReady && !stopping) restart(`${options.title} ended unexpectedly (${signal ?? code})`);
      });
    });
    const late = lateAfter(startTimeoutMs, () => `${options.title} did not come up.\n${early}`);
    try {
      await Promise.race([options.ready(current), ended, late]);
    } catch (error) {
      current.kill("SIGKILL");
      throw error;
    }
    ready = true;
    answering = true;
    isStarting = false;
    failures = 0;
    const isThere = () => !stopping && child === current && ready;
    void watch(options.health, isThere, (isAnswered) => (answering = isAnswered)).then((isStuck) => {
      if (!isStuck) return;
      complain(`${options.title} does not respond.`);
      current.kill("SIGKILL");
    });
  };

  const restart = (why: string): void => {
    const delayMs = Math.min(500 * 2 ** failures, backOffMaxMs);
    failures += 1;
    complain(`${why}; starting it again in ${delayMs / 1000} s.`);
    setTimeout(() => {
      if (!stopping) launch().catch(() => stopping || restart(`${options.title} did not come up`));
    }, delayMs).unref();
  };

  return {
    start: launch,
    isReady: () => ready && answering,
    stop: () => {
      stopping = true;
      return end(child);
    },
  };
}

function lateAfter(ms: number, sentence: () => string): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new OperatorProblem(sentence())), ms).unref();
  });
}

/** Checks a child until it exits. Resolves true when enough checks in a row have failed that it counts as stuck. */
async function watch(
  health: Health | undefined,
  isThere: () => boolean,
  onResult: (isResponding: boolean) => void,
): Promise<boolean> {
  if (!health) return false;
  const { ask, everyMs, missesMax } = health;
  let misses = 0;
  while (misses < missesMax) {
    await new Promise((resolve) => setTimeout(resolve, everyMs).unref());
    if (!isThere()) return false;
    const isResponding = await ask();
    if (!isThere()) return false;
    onResult(isResponding);
    misses = isResponding ? 0 : misses + 1;
  }
  return true;
}

function outputOf(part: string | null): ChildOutput {
  const write = (text: string | Buffer) => void process.stdout.write(text);
  return part === null ? { take: write, end: () => undefined } : logLinesOnly(part, write);
}

async function end(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const impatient = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
  await exited;
  clearTimeout(impatient);
}
