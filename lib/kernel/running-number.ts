/** "No. 000412": the number of a transaction within its workspace, as on a counterfoil. */
export function runningNumber(number: number): string {
  return `No. ${String(number).padStart(6, "0")}`;
}
