import type { Formats } from "@/lib/kernel/format";

/** A line of the audit log about a key: the recorded values before and after, as JSON. */
export type KeyEvent = { readonly action: string; readonly before: unknown; readonly after: unknown };

/**
 * What happened to a key, in words: "Limit changed from $5.00 to $25.00." Fields that are not known are left out. A line is
 * read for years, so it states what was decided then, not what holds now.
 */
export function describeKeyEvent(
  { action, before, after }: KeyEvent,
  formats: Formats,
  timeZone: string,
): string {
  if (action === "key.created")
    return `Created with ${limitText(after, formats)}${expiryText(after, formats)}.`;
  if (action === "key.deleted") return "Deleted.";
  if (action === "key.rotated") return rotationText(before, after, { formats, timeZone });
  if (action === "key.old_secret_ended") return `Old secret${labelText(after, "label")} ended.`;
  const changes = [
    changed(before, after, "name", (from, to) => `Renamed from “${from}” to “${to}”.`),
    changed(before, after, "state", (_, to) =>
      to === "disabled" ? `Disabled${isByLink(after) ? " by the link in an email" : ""}.` : "Enabled.",
    ),
    limitText(before, formats) === limitText(after, formats)
      ? null
      : `Limit changed from ${limitText(before, formats)} to ${limitText(after, formats)}.`,
    changed(before, after, "includeByokInLimit", (_, to) =>
      to === "true"
        ? "Usage with your own provider keys counts toward the limit."
        : "Usage with your own provider keys no longer counts toward the limit.",
    ),
    changedList(before, after, "allowedModels", ["Allowed models", "all"]),
    changedList(before, after, "allowedProviders", ["Allowed providers", "all"]),
    changedList(before, after, "ignoredProviders", ["Ignored providers", "none"]),
    changed(before, after, "zeroRetentionOnly", (_, to) =>
      to === "true" ? "Limited to zero data retention." : "No longer limited to zero data retention.",
    ),
    changed(before, after, "denyCollection", (_, to) =>
      to === "true"
        ? "Providers that train or publish left out."
        : "Providers that train or publish no longer left out.",
    ),
  ].filter((text) => text !== null);
  return changes.length === 0 ? "Saved without a change." : changes.join(" ");
}

type Shown = { readonly formats: Formats; readonly timeZone: string };

/** In a deleted workspace, where texts can no longer be read, the overlap is all that is known. */
function rotationText(before: unknown, after: unknown, { formats, timeZone }: Shown): string {
  const hours = overlapOf(after);
  if (hours === null) return "Secret rotated.";
  const old = `the old one${labelText(before, "label")}`;
  const ended = textOf(after, "endedLabel");
  const also = ended === null ? "" : ` An earlier secret, ${ended}, was also ended.`;
  if (hours === 0) return `Secret rotated without an overlap; ${old} ended.${also}`;
  const ends = new Date(textOf(after, "oldSecretEndsAt") ?? "");
  const until = Number.isNaN(ends.getTime())
    ? ""
    : `; ${old} was set to end ${formats.day(ends, timeZone)}, ${formats.shortTime(ends, timeZone)}`;
  return `Secret rotated with an overlap of ${durationText(hours)}${until}.${also}`;
}

/** In hours. */
function overlapOf(values: unknown): number | null {
  if (typeof values !== "object" || values === null || !Object.hasOwn(values, "overlapHours")) return null;
  const hours: unknown = Reflect.get(values, "overlapHours");
  return typeof hours === "number" ? hours : null;
}

/** "1 hour", "24 hours", "3 days", as the form offers it. */
function durationText(hours: number): string {
  if (hours === 1) return "1 hour";
  return hours > 24 && hours % 24 === 0 ? `${hours / 24} days` : `${hours} hours`;
}

/** " sk-or-v1-abc...123", or nothing in a deleted workspace, where texts can no longer be read. */
function labelText(values: unknown, field: string): string {
  const label = textOf(values, field);
  return label === null ? "" : ` ${label}`;
}

function changed(
  before: unknown,
  after: unknown,
  field: string,
  sentence: (from: string, to: string) => string,
): string | null {
  const [from, to] = [textOf(before, field), textOf(after, field)];
  return from === null || to === null || from === to ? null : sentence(from, to);
}

/** Lists of entries from the audit log, up to three of them by name. An entry from before guardrails has none. */
function changedList(
  before: unknown,
  after: unknown,
  field: string,
  [name, empty]: readonly [name: string, empty: string],
): string | null {
  const [from, to] = [entriesOf(before, field), entriesOf(after, field)];
  if (from.join() === to.join()) return null;
  const named = to.slice(0, namedMax).join(", ");
  const unnamed = to.length > namedMax ? ` and ${to.length - namedMax} more` : "";
  return `${name}: ${to.length === 0 ? empty : `${named}${unnamed}`}.`;
}

const namedMax = 3;

function entriesOf(values: unknown, field: string): readonly string[] {
  if (typeof values !== "object" || values === null) return [];
  const value: unknown = Object.hasOwn(values, field) ? Reflect.get(values, field) : [];
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}

const resets: Readonly<Record<string, string>> = {
  daily: " a day",
  weekly: " a week",
  monthly: " a month",
};

/** Who disabled the key was not signed in. */
function isByLink(values: unknown): boolean {
  return textOf(values, "via") === "link in a mail";
}

function limitText(values: unknown, formats: Formats): string {
  const nanos = textOf(values, "limitNanos");
  if (nanos === null || !/^\d+$/.test(nanos)) return "no limit";
  return `${formats.dollars(BigInt(nanos))}${resets[textOf(values, "limitReset") ?? ""] ?? ""}`;
}

function expiryText(values: unknown, formats: Formats): string {
  const moment = new Date(textOf(values, "expiresAt") ?? "");
  return Number.isNaN(moment.getTime()) ? "" : `, expires ${formats.day(moment, "UTC")}`;
}

function textOf(values: unknown, field: string): string | null {
  if (typeof values !== "object" || values === null || !Object.hasOwn(values, field)) return null;
  const value: unknown = Reflect.get(values, field);
  return typeof value === "string" || typeof value === "boolean" ? String(value) : null;
}
