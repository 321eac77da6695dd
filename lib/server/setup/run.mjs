import { spawn } from "node:child_process";

export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Ends with a sentence for the person at the terminal instead of a stack trace. */
export class SetupError extends Error {}

/** Runs Node with `args`, output shown; resolves to its exit code (1 when it was killed). */
export function runNode(args, { env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
      env: { ...process.env, ...env },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("exit", (code) => {
      if (quiet && code !== 0) process.stderr.write(output);
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
