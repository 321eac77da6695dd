/** A name as it begins a line or a label: "end user" as "End user". */
export function capitalized(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
