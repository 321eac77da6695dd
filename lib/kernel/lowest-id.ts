/**
 * The smallest id of a moment: its 48-bit millisecond followed by zeros. A range of time is the half-open range of
 * ids between two of these.
 */
export function lowestIdAt(moment: Date): string {
  const hex = Math.max(0, moment.getTime()).toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}
