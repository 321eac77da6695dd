/** CSV, or one JSON object a line. */
export type ExportFormat = "csv" | "ndjson";

/** The requests that an export contains: so many, or at least so many. */
export type ExportCount = { readonly requests: bigint; readonly isMore: boolean };

/** The headings of the CSV, in bytes. */
const headBytes: Readonly<Record<ExportFormat, number>> = { csv: 500, ndjson: 0 };

/**
 * What a request takes on average. Names of keys and apps and ids of end users differ, so it is known to a quarter or so;
 * a test compares it with exports of a seeded history.
 */
const bytesPerRequest: Readonly<Record<ExportFormat, number>> = { csv: 285, ndjson: 775 };

/** About how many bytes an export has. */
export function exportBytes(requests: bigint, format: ExportFormat): number {
  return headBytes[format] + Number(requests) * bytesPerRequest[format];
}
