import "server-only";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import { listOldSecrets } from "@/lib/keys/list-old-secrets";
import type { Key } from "@/lib/keys/rules/key-view";
import type { OldSecret } from "@/lib/keys/rules/old-secret";
import { attempt, type Attempt } from "@/lib/web/attempt";
import type { KeyForActions } from "./key-actions";
import { keyForActions } from "./key-for-actions";

type ReadKeyRow = {
  readonly keyRow: KeyForActions;
  /** Whether the old secret could be read; the menu works without it. */
  readonly old: Attempt<OldSecret | undefined>;
};

/** What the menu and the secrets of one key show. */
export async function readKeyRow(
  actor: Actor,
  key: Key,
  { timeZone, now }: { readonly timeZone: string; readonly now: Date },
): Promise<ReadKeyRow> {
  const [formats, read] = await Promise.all([viewerFormats(), attempt(listOldSecrets(actor, [key.id]))]);
  const old = read.ok ? ({ ok: true, value: read.value.get(key.id) } as const) : read;
  return { keyRow: keyForActions(key, old.ok ? old.value : undefined, { formats, timeZone, now }), old };
}
