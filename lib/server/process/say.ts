import "server-only";

/**
 * A sentence for the person at the terminal. Not by `console`: what libraries print there is turned into lines of the log
 * (lib/config/private-output.ts), and what the product has to say itself is not.
 */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The same for what went wrong. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}
