import { dollarsText, type Nanos } from "@/lib/kernel/money";
import { csvLine, csvText } from "./csv";
import type { ExportFormat } from "./export-size";

/** What an exported file contained, for its last line. */
export type ExportEnd = {
  readonly rows: number;
  readonly costNanos: Nanos;
  readonly from: Date;
  /** Not in the range itself. */
  readonly to: Date;
  /** The zone of the local times. */
  readonly zone: string;
  readonly filters: readonly { readonly name: string; readonly value: string }[];
  /** SHA-256 of all lines before, line ends included, in hexadecimal. */
  readonly digest: string;
};

/**
 * The last line of an export, which tells a complete file from one that was cut. In CSV its figures are text in the column
 * of the model, so that the other columns can be summed.
 */
export function exportEnd(end: ExportEnd, format: ExportFormat, columns: readonly string[]): string {
  return format === "csv" ? csvEnd(end, columns) : jsonEnd(end);
}

function csvEnd(end: ExportEnd, columns: readonly string[]): string {
  const facts = [
    end.rows === 1 ? "1 request" : `${end.rows} requests`,
    `cost ${dollarsText(end.costNanos)}`,
    `from ${end.from.toISOString()} to ${end.to.toISOString()}`,
    `local times in ${end.zone}`,
    `SHA-256 of the lines above: ${end.digest}`,
    // Last, and in one line: a filter is text of anyone who made the address.
    ...end.filters.map(
      ({ name, value }) => `${name}: ${value.replaceAll(/[\p{Control}\p{Format}\u2028\u2029]/gu, " ")}`,
    ),
  ];
  const cells = columns.map((column, place) =>
    place === 0 ? "end" : column === "model" ? csvText(facts.join("; ")) : "",
  );
  return csvLine(cells);
}

function jsonEnd({ rows, costNanos, from, to, zone, filters, digest }: ExportEnd): string {
  const end = {
    end: true,
    rows,
    cost_usd: dollarsText(costNanos),
    from: from.toISOString(),
    to: to.toISOString(),
    zone,
    filters,
    sha256: digest,
  };
  return `${JSON.stringify(end)}\n`;
}
