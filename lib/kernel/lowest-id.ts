/**
 * The smallest UUIDv7 of a moment: its 48-bit millisecond followed by zeros. A time range is the half-open range of ids
 * between two of these.
 */
export function lowestIdAt(moment: Date): string {
  const hex = Math.max(0, moment.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

/** The moment in a UUIDv7, in milliseconds since 1970. For a generation it equals `createdAt`. */
export function idTimeMs(id: string): number {
  return Number.parseInt(id.slice(0, 8), 16) * 65_536 + Number.parseInt(id.slice(9, 13), 16);
}
