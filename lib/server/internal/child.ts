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
  readonly health?: Health;
};

/** How a child that lives, but does not answer, is found out. */
type Health = {
  /** Resolves true when the child answers, within a time of its own. Never rejects. */
  readonly ask: () => Promise<boolean>;
  readonly everyMs: number;
  /** After so many questions in a row without an answer it is killed, and so started again. One is a busy moment. */
  readonly missesMax: number;
};

export type Child = {
  /** Resolves when it serves for the first time; rejects with its output when it does not come up. */
  start(): Promise<void>;
  /** False also while it does not answer. */
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
      complain(`${options.title} does not answer.`);
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
    setTimeout(() => reject(new Error(sentence())), ms).unref();
  });
}

/** Asks a child for as long as it is there. Resolves true when it has not answered often enough to be taken for stuck. */
async function watch(
  health: Health | undefined,
  isThere: () => boolean,
  onAnswer: (isAnswered: boolean) => void,
): Promise<boolean> {
  if (!health) return false;
  const { ask, everyMs, missesMax } = health;
  let misses = 0;
  while (misses < missesMax) {
    await new Promise((resolve) => setTimeout(resolve, everyMs).unref());
    if (!isThere()) return false;
    const isAnswered = await ask();
    if (!isThere()) return false;
    onAnswer(isAnswered);
    misses = isAnswered ? 0 : misses + 1;
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
