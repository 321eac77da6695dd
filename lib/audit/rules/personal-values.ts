type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

export type AuditValues = { readonly [name: string]: JsonValue };

/**
 * Fields whose texts come from us: kinds, states, amounts, times, slugs of the catalog. Any other text counts as written
 * by a person, so that a new field is encrypted unless it was added here.
 */
const ownFields = new Set([
  "allowedModels",
  "allowedProviders",
  "amount",
  "credits",
  "expiresAt",
  "fee",
  "fields",
  "ignoredProviders",
  "kind",
  "limitNanos",
  "limitReset",
  "lowBalanceNanos",
  "monthlyLimit",
  "monthlyNanos",
  "oldSecretEndsAt",
  "retention",
  "state",
  "threshold",
  "via",
]);

export type DividedValues = { readonly open: AuditValues; readonly personal: AuditValues };

/** Divides values into those that say nothing about a person, and texts that a person wrote. */
export function divideValues(values: AuditValues): DividedValues {
  const fields = Object.entries(values);
  const isPersonal = ([name, value]: (typeof fields)[number]) => !ownFields.has(name) && hasText(value);
  return {
    open: Object.fromEntries(fields.filter((field) => !isPersonal(field))),
    personal: Object.fromEntries(fields.filter(isPersonal)),
  };
}

/** Names inside of an object may be texts of people too, so an object always counts as one. */
function hasText(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some(hasText);
  return typeof value === "string" || (typeof value === "object" && value !== null);
}
