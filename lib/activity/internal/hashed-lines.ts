import "server-only";
import { createHash } from "node:crypto";

/** Hashes the lines of an export as they are sent, for the checksum in its last line. */
export function hashedLines() {
  const hash = createHash("sha256");
  return {
    /** Returns the text that it has counted. */
    add: (text: string): string => {
      hash.update(text);
      return text;
    },
    /** In hexadecimal, of everything that was added. Ends the hash. */
    digest: (): string => hash.digest("hex"),
  };
}
