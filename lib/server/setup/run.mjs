import { spawn } from "node:child_process";

export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Ends with a sentence for the person at the terminal instead of a stack trace. */
export class SetupError extends Error {}

/**
 * Runs Node with `args`; resolves to its exit code (1 when it was killed). Its output is shown, or goes to `sink` in
 * one piece when it has ended; quiet output is shown only when it fails.
 */
export function runNode(args, { env = {}, quiet = false, sink = null } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: quiet || sink ? ["ignore", "pipe", "pipe"] : "inherit",
      env: { ...process.env, ...env },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (chunk) => (output += chunk));
    }
    child.on("error", reject);
    // Not "exit": what the process wrote last may still be in the pipes then.
    child.on("close", (code) => {
      if (output !== "" && (!quiet || code !== 0)) (sink ?? ((text) => process.stderr.write(text)))(output);
      resolve(code ?? 1);
    });
  });
}

/** One step of the set-up, with a line before and the time after; its output is shown only when it fails. */
export async function step(title, work) {
  const startedAt = Date.now();
  process.stdout.write(`${title} … `);
  const code = await work();
  if (code !== 0) throw new SetupError(`${title}: failed.`);
  say(`done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
