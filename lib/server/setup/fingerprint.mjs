import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/**
 * One hash over names and content of everything under `roots` that `keep` accepts. Missing roots count as empty, so
 * that their appearance changes the hash.
 */
export function fingerprint(roots, keep = () => true) {
  const hash = createHash("sha256");
  for (const file of roots.flatMap((root) => files(root)).filter(keep)) {
    hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function files(root) {
  const entry = statSync(root, { throwIfNoEntry: false });
  if (!entry) return [];
  if (entry.isFile()) return [root];
  return readdirSync(root)
    .sort()
    .flatMap((name) => files(path.posix.join(root, name)));
}

/** Text of a stamp file, or null when it is not there. */
export function readStamp(file) {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return null;
  }
}
