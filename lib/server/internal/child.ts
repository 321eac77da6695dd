import "server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { type ChildOutput, logLinesOnly } from "./child-output";
import { complain } from "./say";

export type ChildOptions = {
  readonly title: string;
  /** Its name in the log. Null: what it prints is shown as it is, for development alone. */
  readonly part: string | null;
  /** Arguments of Node. */
  readonly args: readonly string[];
  readonly environment: () => Readonly<Record<string, string>>;
  /** Resolves when the child can serve; called anew after each start. */
  readonly ready: (child: ChildProcess) => Promise<void>;
};

export type Child = {
  /** Resolves when it serves for the first time; rejects with its output when it does not come up. */
  start(): Promise<void>;
  isReady(): boolean;
  stop(): Promise<void>;
};

const startTimeoutMs = 120_000;
const stopTimeoutMs = 5_000;
const backOffMaxMs = 10_000;
const outputMax = 20_000;

/**
 * Keeps one process of ours running: when it ends unasked it is started again, later each time. In a group of its
 * own, so that Ctrl-C reaches the supervisor alone; the channel to it makes it end when the supervisor is gone.
 */
export function keepChild(options: ChildOptions): Child {
  let child: ChildProcess | null = null;
  let ready = false;
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
        // What a framework says while it starts is of interest only when it does not.
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
        reject(new Error(`${options.title} ended (${signal ?? code}).\n${early}`.trim()));
        if (wasReady && !stopping) restart(`${options.title} ended unexpectedly (${signal ?? code})`);
      });
    });
    const late = new Promise<never>((_, reject) => {
      setTimeout(
        () => reject(new Error(`${options.title} did not come up.\n${early}`)),
        startTimeoutMs,
      ).unref();
    });
    try {
      await Promise.race([options.ready(current), ended, late]);
    } catch (error) {
      current.kill("SIGKILL");
      throw error;
    }
    ready = true;
    isStarting = false;
    failures = 0;
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
    isReady: () => ready,
    stop: () => {
      stopping = true;
      return end(child);
    },
  };
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
