import { runningNumber } from "@/lib/kernel/running-number";

/** "No. 000412": the number of a transaction within its workspace, as on a counterfoil. */
export function RunningNumber({ number }: { readonly number: number }) {
  return (
    <span className="font-mono text-xs font-normal whitespace-nowrap text-ink-muted">
      {runningNumber(number)}
    </span>
  );
}
