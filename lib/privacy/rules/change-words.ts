/** The action of the audit log for a change of privacy settings. */
export const privacyChanged = "privacy.changed";

/** The recorded settings before and after a change, as JSON. */
type RecordedChange = { readonly before: unknown; readonly after: unknown };

/**
 * What a change of privacy settings did, one sentence for each setting. Settings that one of both sides does not have, as
 * entries of earlier versions, are left out.
 */
export function describePrivacyChange({ before, after }: RecordedChange): readonly string[] {
  const sentences = [
    ...switches.flatMap(([field, on, off]) => {
      const [from, to] = [valueOf(before, field), valueOf(after, field)];
      return typeof from !== "boolean" || typeof to !== "boolean" || from === to ? [] : [to ? on : off];
    }),
    ...lists.flatMap(([field, name, empty]) => {
      const [from, to] = [entriesOf(before, field), entriesOf(after, field)];
      return !from || !to || from.join() === to.join() ? [] : [`${name}: ${listText(to) || empty}.`];
    }),
    ...retentionChange(valueOf(before, "retention"), valueOf(after, "retention")),
  ];
  return sentences.length === 0 ? ["Saved without a change."] : sentences;
}

const switches: readonly (readonly [field: string, on: string, off: string])[] = [
  ["logPrompts", "Prompt logging turned on.", "Prompt logging turned off."],
  [
    "trainPaid",
    "Paid endpoints that train on inputs allowed.",
    "Paid endpoints that train on inputs no longer allowed.",
  ],
  [
    "trainFree",
    "Free endpoints that train on inputs allowed.",
    "Free endpoints that train on inputs no longer allowed.",
  ],
  [
    "mayPublish",
    "Endpoints that may publish inputs allowed.",
    "Endpoints that may publish inputs no longer allowed.",
  ],
  ["zeroRetentionOnly", "Limited to zero data retention.", "No longer limited to zero data retention."],
  ["optionalData", "Optional data turned on.", "Optional data turned off."],
];

const lists: readonly (readonly [field: string, name: string, empty: string])[] = [
  ["allowedProviders", "Allowed providers", "all"],
  ["ignoredProviders", "Ignored providers", "none"],
];

const retentionNames = new Map<unknown, string>([
  ["none", "not at all"],
  ["d30", "for 30 days"],
  ["d90", "for 90 days"],
]);

function retentionChange(from: unknown, to: unknown): readonly string[] {
  const [was, is] = [retentionNames.get(from), retentionNames.get(to)];
  return !was || !is || was === is ? [] : [`Requests are kept ${is}, before that ${was}.`];
}

const namedMax = 5;

function listText(entries: readonly string[]): string {
  const unnamed = entries.length > namedMax ? ` and ${entries.length - namedMax} more` : "";
  return `${entries.slice(0, namedMax).join(", ")}${unnamed}`;
}

function valueOf(values: unknown, field: string): unknown {
  if (typeof values !== "object" || values === null || !Object.hasOwn(values, field)) return undefined;
  return Reflect.get(values, field);
}

function entriesOf(values: unknown, field: string): readonly string[] | null {
  const value = valueOf(values, field);
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : null;
}
