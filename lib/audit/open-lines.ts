import "server-only";
import { db } from "@/lib/db/client";
import { openValues } from "./internal/sealed-values";
import { findKey } from "./internal/workspace-key";

export type SealedLine = {
  readonly id: string;
  readonly before: unknown;
  readonly after: unknown;
  /** The texts that people wrote, encrypted; null or empty when there are none. */
  readonly sealed: Uint8Array | null;
};

/**
 * Puts the texts that people wrote back into lines of a workspace's audit log. What cannot be decrypted is left out, like
 * the names of earlier versions; `doctor` reports a wrong key.
 */
export async function openLines<Line extends SealedLine>(
  workspaceId: string,
  lines: readonly Line[],
): Promise<readonly Omit<Line, "sealed">[]> {
  const hasSealed = lines.some(({ sealed }) => sealed && sealed.length > 0);
  const found = hasSealed ? await findKey(db(), workspaceId) : null;
  const key = found === "unreadable" ? null : found;
  return lines.map(({ sealed, ...line }) => {
    const personal = key && sealed && sealed.length > 0 ? openValues(key, line.id, sealed) : null;
    return {
      ...line,
      before: joined(line.before, personal?.before),
      after: joined(line.after, personal?.after),
    };
  });
}

function joined(open: unknown, personal: object | undefined): unknown {
  return personal && typeof open === "object" && open !== null ? { ...open, ...personal } : open;
}
