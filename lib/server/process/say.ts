import "server-only";

/**
 * Prints a sentence to the terminal. It does not use `console`, because output of libraries there is turned into lines
 * of the log (lib/config/private-output.ts), and the product's own messages must not be.
 */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints an error message to the terminal. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`);
}
