import "server-only";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import { listOldSecrets } from "@/lib/keys/list-old-secrets";
import type { Key } from "@/lib/keys/rules/key-view";
import { presentMembers } from "@/lib/workspaces/present-members";
import { attempt } from "@/lib/web/attempt";
import type { KeyForActions } from "./key-actions";
import { keyForActions } from "./key-for-actions";

type ReadKeyRow = {
  readonly keyRow: KeyForActions;
  /** The request in which the old secret could not be read; the menu works without it. */
  readonly failedRequest: string | null;
};

/** What the menu and the secrets of one key show. */
export async function readKeyRow(actor: Actor, key: Key, timeZone: string): Promise<ReadKeyRow> {
  const [formats, present, read] = await Promise.all([
    viewerFormats(),
    presentMembers(actor, [key.creatorUserId]),
    attempt(listOldSecrets(actor, [key.id])),
  ]);
  const old = read.ok ? read.value.get(key.id) : "unknown";
  return {
    keyRow: keyForActions(key, old, { actor, present, formats, timeZone }),
    failedRequest: read.ok ? null : read.requestId,
  };
}
