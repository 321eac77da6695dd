import type { Actor } from "@/lib/kernel/actor";
import type { Formats } from "@/lib/kernel/format";
import { dollarsText } from "@/lib/kernel/money";
import type { Key } from "@/lib/keys/rules/key-view";
import { rotationProblem } from "@/lib/keys/rules/may-rotate";
import type { OldSecret } from "@/lib/keys/rules/old-secret";
import type { KeyForActions, OldSecretFacts } from "./key-actions";

type Viewer = {
  readonly actor: Actor;
  /** Those of the creators who are members of the workspace now. */
  readonly present: ReadonlySet<string>;
  readonly formats: Formats;
  readonly timeZone: string;
};

/** Props of a key's menu, as text: amounts are not sent to the browser as bigint. */
export function keyForActions(
  key: Key,
  old: OldSecret | "unknown" | undefined,
  viewer: Viewer,
): KeyForActions {
  const { creatorUserId, state } = key;
  const creatorHasLeft = creatorUserId !== null && !viewer.present.has(creatorUserId);
  const works = state === "active" && !creatorHasLeft;
  const problem = rotationProblem(viewer.actor, key, { creatorHasLeft, now: new Date() });
  return {
    id: key.id,
    name: key.name,
    label: key.label,
    state,
    limit: key.limitNanos === null ? "" : dollarsText(key.limitNanos),
    limitReset: key.limitReset ?? "",
    notRotatable: problem?.message ?? null,
    oldSecret: typeof old === "object" ? oldSecretFacts(old, works, viewer) : (old ?? null),
  };
}

function oldSecretFacts(old: OldSecret, works: boolean, { formats, timeZone }: Viewer): OldSecretFacts {
  return {
    label: old.label,
    term: works ? "Old secret works until" : "Old secret ends",
    ends: `${formats.shortMoment(old.endsAt, timeZone)} ${timeZone}`,
    lastUsedAt: old.lastUsedAt,
    replacedAt: old.replacedAt,
    zone: timeZone,
  };
}
