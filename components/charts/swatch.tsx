import type { SeriesColor } from "@/lib/kernel/chart-model";
import { seriesFills } from "./series-classes";

/** A color sample next to a series name. */
export function Swatch({ color }: { readonly color: SeriesColor }) {
  return (
    <svg aria-hidden viewBox="0 0 10 10" className="inline-block size-2.5 shrink-0">
      <rect width="10" height="10" rx="2" className={seriesFills[color]} />
    </svg>
  );
}
