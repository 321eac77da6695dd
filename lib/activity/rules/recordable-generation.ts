import { type CostParts, noCost } from "@/lib/catalog/rules/price-usage";
import type { Nanos } from "@/lib/kernel/money";
import {
  absentFields,
  type GenerationField,
  generationField,
  type RecordedGeneration,
  recordedNames,
} from "./generation-fields";

const ranges: Readonly<Partial<Record<GenerationField["type"], number>>> = {
  smallint: 32_767,
  int: 2_147_483_647,
};
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** NUL and lone surrogates cannot be stored; other control characters could forge lines in logs and exports. */
const unwritable = /[\p{Control}\p{Surrogate}]/gu;

type Value = RecordedGeneration[(typeof recordedNames)[number]];

const fields = recordedNames.map((name) => ({ name, ...generationField(name) }));

/** True when every field fits its column, according to the field list. The database makes the final check. */
export function isRecordable(generation: RecordedGeneration): boolean {
  return fields.every((field) => fits(field, generation[field.name])) && addsUp(generation);
}

/**
 * Returns the generation with every field made to fit its column: texts lose characters that cannot be stored and are
 * cut to length, numbers are clamped, and values that cannot fit are dropped. The cost does not change.
 */
export function cleanGeneration(generation: RecordedGeneration): RecordedGeneration {
  const values = Object.fromEntries(
    fields.map((field) => [field.name, cleaned(field, generation[field.name])]),
  );
  const fitting = { ...generation, ...values };
  const { costNanos, promptTokens, completionTokens, reasoningTokens, cachedTokens } = fitting;
  return {
    ...fitting,
    reasoningTokens: Math.min(reasoningTokens, completionTokens),
    cachedTokens: Math.min(cachedTokens, promptTokens),
    ...(!addsUp(fitting) && inOnePiece(costNanos)),
  };
}

/** The minimum of a generation: who, what, when, how much. No optional fields, and the cost as one part. */
export function bareGeneration(generation: RecordedGeneration): RecordedGeneration {
  const { transferId, costNanos } = generation;
  const bare = { ...cleanGeneration(generation), ...absentFields, transferId };
  return { ...bare, reasoningTokens: 0, cachedTokens: 0, ...inOnePiece(costNanos) };
}

/** No row, as for a workspace that keeps none: charts and totals still add up to the ledger. */
export function countedGeneration(generation: RecordedGeneration): RecordedGeneration {
  return { ...bareGeneration(generation), retention: "none" };
}

/** A cost with unknown parts: all of it is recorded as the price of the request. */
function inOnePiece(costNanos: Nanos): CostParts {
  return { ...noCost, costNanos, requestNanos: costNanos };
}

/** The table's constraints across fields. */
function addsUp(row: RecordedGeneration): boolean {
  const {
    promptNanos,
    cachedNanos,
    completionNanos,
    reasoningNanos,
    requestNanos,
    imageNanos,
    discountNanos,
  } = row;
  const parts = promptNanos + cachedNanos + completionNanos + reasoningNanos + requestNanos + imageNanos;
  return (
    parts + discountNanos === row.costNanos &&
    discountNanos <= 0n &&
    row.reasoningTokens <= row.completionTokens &&
    row.cachedTokens <= row.promptTokens
  );
}

const isUnwritable = /[\p{Control}\p{Surrogate}]/u;

/** True when cleaning would not change the value. Runs for every request, so it allocates no new texts. */
function fits({ type, nullable, lengthMax, form }: GenerationField, value: Value): boolean {
  if (value === null) return true;
  if (typeof value === "string") {
    if (type === "uuid") return !nullable || uuidForm.test(value);
    if (type !== "text") return true;
    return (
      value.length <= (lengthMax ?? value.length) && !isUnwritable.test(value) && (!form || form.test(value))
    );
  }
  const max = ranges[type];
  return (
    typeof value !== "number" || max === undefined || (Number.isInteger(value) && value >= 0 && value <= max)
  );
}

function cleaned({ type, nullable, lengthMax, form }: GenerationField, value: Value): Value {
  if (value === null) return value;
  if (typeof value === "string") {
    if (type === "uuid") return nullable && !uuidForm.test(value) ? null : value;
    if (type !== "text") return value;
    const text = cut(value.replace(unwritable, ""), lengthMax);
    return form && !form.test(text) ? (nullable ? null : "") : text;
  }
  const max = ranges[type];
  if (typeof value === "number" && max !== undefined) {
    return Math.min(Math.max(Math.round(value) || 0, 0), max);
  }
  return value;
}

/** Cuts at a whole character. The length counts UTF-16 code units, of which there are never fewer than characters. */
function cut(text: string, lengthMax: number | undefined): string {
  return lengthMax === undefined || text.length <= lengthMax
    ? text
    : text.slice(0, lengthMax).replace(/\p{Surrogate}$/u, "");
}
