import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";

/** A file that one process at a time has. Its text names the holder, who may have ended without giving it back. */
export type LockFile = {
  readonly file: string;
  /** What the holder writes. */
  readonly text: string;
  /** Whether the process that wrote this text still runs. */
  readonly isHeld: (text: string) => boolean;
};

const waitMsMax = 5_000;
const pauseMs = 5;

/**
 * Takes the file; returns null then, and else the text of the process that has it. The file is whole from the moment it is
 * there, because it is linked and not written in place. From a holder that is gone one process alone takes it over, which
 * claims that very text first and looks again under the claim: of two that saw the same end none can push the other out.
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
  throw new Error(`Cannot take ${lock.file}: another start is taking it at this moment. Try again.`);
}

/** A claim has a holder too, who may have ended with it: then the next number is claimed. */
function takeOver(lock: LockFile, own: string, gone: string): boolean {
  const digest = createHash("sha256").update(gone).digest("hex").slice(0, 16);
  const claims: string[] = [];
  for (;;) {
    const claim = `${lock.file}.over-${digest}-${claims.length}`;
    claims.push(claim);
    if (isLinked(own, claim)) break;
    const claimer = read(claim);
    // It was given back, or somebody is at it: everything is looked at anew.
    if (claimer === null || lock.isHeld(claimer)) return false;
  }
  const isOurs = read(lock.file) === gone;
  if (isOurs) renameSync(own, lock.file);
  // Not before the file is ours: whoever claims from now on finds another text.
  for (const claim of claims.toReversed()) rmSync(claim, { force: true });
  return isOurs;
}

/** False when there is such a file already. */
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
