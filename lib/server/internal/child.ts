import "server-only";
import { type ChildProcess, spawn } from "node:child_process";

export type ChildOptions = {
  readonly title: string;
  /** Arguments of Node. */
  readonly args: readonly string[];
  readonly environment: () => Readonly<Record<string, string>>;
  /** Resolves when the child can serve; called anew after each start. */
  readonly ready: (child: ChildProcess) => Promise<void>;
  readonly health?: Health;
};

/** How a child that lives, but does not answer, is found out. */
export type Health = {
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
    for (const stream of [current.stdout, current.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        // What a framework says while it starts is of interest only when it does not.
        if (ready) process.stdout.write(chunk);
        else if (early.length < outputMax) early += chunk.toString();
      });
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
    answering = true;
    failures = 0;
    if (options.health) {
      const isThere = () => !stopping && child === current && ready;
      void watch(options.health, isThere, (isAnswered) => (answering = isAnswered)).then((isStuck) => {
        if (!isStuck) return;
        console.error(`${options.title} does not answer.`);
        current.kill("SIGKILL");
      });
    }
  };

  const restart = (why: string): void => {
    const delayMs = Math.min(500 * 2 ** failures, backOffMaxMs);
    failures += 1;
    console.error(`${why}; starting it again in ${delayMs / 1000} s.`);
    setTimeout(() => {
      if (!stopping) launch().catch((error: unknown) => stopping || restart(messageOf(error)));
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

/** Asks a child for as long as it is there. Resolves true when it has not answered often enough to be taken for stuck. */
async function watch(
  { ask, everyMs, missesMax }: Health,
  isThere: () => boolean,
  onAnswer: (isAnswered: boolean) => void,
): Promise<boolean> {
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function end(child: ChildProcess | null): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGTERM");
  const impatient = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
  await exited;
  clearTimeout(impatient);
}
