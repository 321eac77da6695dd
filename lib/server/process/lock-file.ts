import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { createHash, randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** A file held by one process at a time. Its text names the holder, which may have exited without releasing it. */
export type LockFile = {
  readonly file: string;
  /** The holder's text. */
  readonly text: string;
  /** Whether the process that wrote a text still runs. */
  readonly isHeld: (text: string) => boolean;
};

const waitMsMax = 5_000;
const pauseMs = 5;

/**
 * Takes the file and returns null, or returns the text of the process that holds it. The file is complete from the
 * moment it exists, because it is linked rather than written in place. Only one process can take over from a dead
 * holder: it first claims that exact text and checks again under the claim, so of two that saw the same dead holder
 * neither evicts the other.
 */
export function takeLockFile(lock: LockFile): string | null {
  const own = `${lock.file}.${process.pid}-${randomBytes(6).toString("hex")}`;
  writeFileSync(own, lock.text, { flag: "wx", mode: 0o644 });
  try {
    for (const deadline = Date.now() + waitMsMax; Date.now() < deadline; pause()) {
      if (isLinked(own, lock.file)) return null;
      const text = read(lock.file);
      if (text === null) continue;
      if (lock.isHeld(text)) return text;
      if (takeOver(lock, own, text)) return null;
    }
  } finally {
    rmSync(own, { force: true });
  }
  throw new OperatorProblem(`Cannot take ${lock.file}: another start is taking it right now. Try again.`);
}

/** A claim has a holder too, which may have died: then the next number is claimed. */
function takeOver(lock: LockFile, own: string, gone: string): boolean {
  const digest = createHash("sha256").update(gone).digest("hex").slice(0, 16);
  const claims: string[] = [];
  for (;;) {
    const claim = `${lock.file}.over-${digest}-${claims.length}`;
    claims.push(claim);
    if (isLinked(own, claim)) break;
    const claimer = read(claim);
    // It was released, or another process is taking it over: start again.
    if (claimer === null || lock.isHeld(claimer)) return false;
  }
  const isOurs = read(lock.file) === gone;
  if (isOurs) renameSync(own, lock.file);
  // Only once the file is ours: later claimants find another text.
  for (const claim of claims.toReversed()) rmSync(claim, { force: true });
  return isOurs;
}

/** False when the file already exists. */
function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}
