import "server-only";
import type { Tx } from "@/lib/db/client";
import { type AuditValues, divideValues } from "../rules/personal-values";
import { sealValues } from "./sealed-values";
import { keyFor } from "./workspace-key";

type Entry = {
  readonly id: string;
  readonly workspaceId: string;
  readonly before?: AuditValues;
  readonly after?: AuditValues;
};

/** An entry as it is stored: what anyone may read, and the rest encrypted, or empty when there is nothing to encrypt. */
export type SealedEntry = {
  readonly before: AuditValues | undefined;
  readonly after: AuditValues | undefined;
  readonly sealed: Uint8Array<ArrayBuffer>;
  /** False when texts were left out because the workspace's key cannot be decrypted. */
  readonly isWhole: boolean;
};

export async function sealEntry(tx: Tx, entry: Entry): Promise<SealedEntry> {
  const { id, workspaceId, before, after } = entry;
  const [was, is] = [before && divideValues(before), after && divideValues(after)];
  const personal = { ...(was && { before: was.personal }), ...(is && { after: is.personal }) };
  const hasTexts = Object.values(personal).some((values) => Object.keys(values).length > 0);
  const key = hasTexts ? await keyFor(tx, workspaceId) : null;
  const isWhole = key !== "unreadable";
  return {
    before: was?.open,
    after: is?.open,
    sealed: key && isWhole ? new Uint8Array(sealValues(key, id, personal)) : new Uint8Array(),
    isWhole,
  };
}
