import type { SeriesColor } from "@/lib/kernel/chart-model";
import { seriesFills } from "./series-classes";

/** A share of a total as a bar in the color of its series. The figure stands beside it. */
export function ShareBar({ share, color }: { readonly share: number; readonly color: SeriesColor }) {
  return (
    <svg aria-hidden viewBox="0 0 100 8" preserveAspectRatio="none" className="block h-2 w-full">
      <rect width="100" height="8" className="fill-surface-sunken" />
      <rect width={Math.max(share > 0 ? 1 : 0, share * 100)} height="8" className={seriesFills[color]} />
    </svg>
  );
}
