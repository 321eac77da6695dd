import { type Formats, formatRelative } from "@/lib/kernel/format";
import { dollarsText } from "@/lib/kernel/money";
import type { Key } from "@/lib/keys/rules/key-view";
import type { OldSecret } from "@/lib/keys/rules/old-secret";
import type { KeyForActions } from "./key-actions";

type Viewer = { readonly formats: Formats; readonly timeZone: string; readonly now: Date };

/** Props of a key's menu, as text: amounts are not sent to the browser as bigint. */
export function keyForActions(key: Key, old: OldSecret | undefined, viewer: Viewer): KeyForActions {
  return {
    id: key.id,
    name: key.name,
    label: key.label,
    state: key.state,
    limit: key.limitNanos === null ? "" : dollarsText(key.limitNanos),
    limitReset: key.limitReset ?? "",
    oldSecret: old ? { label: old.label, ends: endsText(old, viewer), use: oldSecretUse(old, viewer) } : null,
  };
}

/** "Nov 24, 3:00 PM Europe/Berlin". */
export function endsText({ endsAt }: OldSecret, { formats, timeZone }: Omit<Viewer, "now">): string {
  return `${formats.shortMoment(endsAt, timeZone)} ${timeZone}`;
}

/** "Last used 5 min ago", "Not used since the rotation, 2 h ago": whether it can be ended without breaking anything. */
function oldSecretUse({ lastUsedAt, replacedAt }: OldSecret, viewer: Viewer): string {
  const { formats, timeZone, now } = viewer;
  const ago = (moment: Date) =>
    formatRelative(moment, now) ?? `${formats.shortMoment(moment, timeZone)} ${timeZone}`;
  return lastUsedAt ? `Last used ${ago(lastUsedAt)}` : `Not used since the rotation, ${ago(replacedAt)}`;
}
