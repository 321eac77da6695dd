import "server-only";
import { once } from "node:events";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { recordedColumns } from "../internal/recorded-columns";
import { addSums } from "../internal/add-sums";
import type { RecordedGeneration } from "../rules/generation-fields";
import type { Calendar } from "../rules/reporting-calendar";
import { rollUp, type UsageDelta } from "../rules/roll-up";
import { idTimeMs } from "@/lib/kernel/lowest-id";

const quarterMs = 15 * 60_000;
const copyText = `COPY generations (${recordedColumns.map(({ name }) => name).join(", ")}) FROM STDIN`;

/** Writes a batch of rows by COPY, and adds their usage directly to the roll-ups. */
export async function copyRows(
  client: PoolClient,
  rows: readonly RecordedGeneration[],
  calendar: Calendar,
): Promise<void> {
  const kept = rows.filter(({ retention }) => retention !== "none");
  if (kept.length > 0) {
    const stream = client.query(copyFrom(copyText));
    stream.end(kept.map(copyLine).join(""));
    await once(stream, "finish");
  }
  await addSums(
    client,
    rollUp(rows.map(deltaOf), () => calendar),
  );
}

/** A line in COPY's text format. */
function copyLine(row: RecordedGeneration): string {
  return `${recordedColumns.map(({ value }) => copyValue(value(row))).join("\t")}\n`;
}

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };

function copyValue(value: string | number | bigint | boolean | null): string {
  if (value === null) return "\\N";
  return typeof value === "string"
    ? value.replace(/[\\\t\n\r]/g, (sign) => escapes[sign] ?? sign)
    : String(value);
}

function deltaOf(row: RecordedGeneration): UsageDelta {
  const timeMs = idTimeMs(row.id);
  const isError = row.status >= 400;
  return {
    ...row,
    endUser: row.retention === "none" ? null : row.endUser,
    quarterHourStartMs: timeMs - (timeMs % quarterMs),
    requests: 1,
    errors: isError ? 1 : 0,
    measured: isError || row.cancelled ? [] : [row],
  };
}
