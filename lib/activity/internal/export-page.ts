import "server-only";
import { sqlPool } from "@/lib/db/client";
import { csvLine, csvText } from "../rules/csv";
import type { ExportFormat } from "../rules/export-size";
import { exportedNames, generationField, type GenerationName } from "../rules/generation-fields";
import { formatGenerationId } from "../rules/generation-id";
import { dollarsText, type Nanos } from "@/lib/kernel/money";
import {
  type GenerationFilter,
  generationConditions,
  generationParameters,
  type IdWindow,
} from "./generation-filter";
import { generationNames, selectList } from "./generation-row";

export const exportPageSize = 5_000;

/** The id and its time in two zones, then every listed field that has a heading. */
export const exportColumns = [
  "generation_id",
  "created_at_utc",
  "created_at_local",
  ...exportedNames.map((name) => generationField(name).csv ?? ""),
];

export const exportHeader = csvLine(exportColumns);

type ExportRow = {
  readonly id: string;
  readonly utc: string;
  readonly local: string;
  readonly costNanos: Nanos;
} & Readonly<Partial<Record<GenerationName, string | number | bigint | boolean | null>>>;

type ExportPage = {
  readonly text: string;
  readonly count: number;
  readonly costNanos: Nanos;
  readonly lowest: string | null;
};

/**
 * Returns the next lines of an export, newest first, from ids below `window.high`, their number and cost, and the lowest
 * id read, from which to continue.
 */
export async function exportPage(
  filter: GenerationFilter,
  window: IdWindow,
  { zone, format }: { readonly zone: string; readonly format: ExportFormat },
): Promise<ExportPage> {
  const { rows } = await sqlPool().query<ExportRow>(statement, [
    ...generationParameters(filter, window),
    exportPageSize,
    zone,
  ]);
  return {
    text: rows.map(format === "csv" ? toLine : toJsonLine).join(""),
    count: rows.length,
    costNanos: rows.reduce((sum, row) => sum + row.costNanos, 0n),
    lowest: rows.at(-1)?.id ?? null,
  };
}

const statement = `
  SELECT g.id, to_char(g.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS utc,
         to_char(g.created_at AT TIME ZONE $13::text, 'YYYY-MM-DD HH24:MI:SS.MS') AS local,
         ${selectList(exportedNames)}
    FROM (SELECT g.* FROM generations g WHERE ${generationConditions} ORDER BY g.id DESC LIMIT $12) g
    ${generationNames}
   ORDER BY g.id DESC`;

/** Amounts are decimal text, so that no reader turns them into inexact numbers. */
function toJsonLine(row: ExportRow): string {
  const fields = exportedNames.map((name) => {
    const value = row[name] ?? null;
    return [
      generationField(name).csv ?? name,
      typeof value === "bigint" ? dollarsText(value) : value,
    ] as const;
  });
  const times = {
    generation_id: formatGenerationId(row.id),
    created_at_utc: row.utc,
    created_at_local: row.local,
  };
  return `${JSON.stringify({ ...times, ...Object.fromEntries(fields) })}\n`;
}

function toLine(row: ExportRow): string {
  return csvLine([
    formatGenerationId(row.id),
    row.utc,
    row.local,
    ...exportedNames.map((name) => cell(row[name] ?? null)),
  ]);
}

/** Texts come from outside and are escaped; money is the only bigint. */
function cell(value: string | number | bigint | boolean | null): string | number | boolean {
  if (value === null) return "";
  if (typeof value === "string") return csvText(value);
  return typeof value === "bigint" ? dollarsText(value) : value;
}
