import type { SeriesColor } from "@/lib/kernel/chart-model";
import { seriesPaint } from "./series-classes";

type SparklineProps = {
  /** Null is a gap. */
  readonly values: readonly (number | null)[];
  /** Text alternative: "Spend per day, rising". */
  readonly label: string;
  readonly color?: SeriesColor;
};

const width = 120;
const height = 28;

/** A figure over time, zero-based and without axes. Plain SVG, rendered on the server. */
export function Sparkline({ values, label, color = 1 }: SparklineProps) {
  const highest = Math.max(...values.map((value) => value ?? 0), Number.MIN_VALUE);
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0;
  const point = (value: number, index: number) =>
    `${(2 + index * step).toFixed(1)} ${(height - 2 - (value / highest) * (height - 4)).toFixed(1)}`;
  const path = values
    .map((value, index) => {
      if (value === null) return "";
      const before = values[index - 1];
      return `${before === null || before === undefined ? "M" : "L"}${point(value, index)}`;
    })
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="block h-7 w-full"
    >
      <path
        d={path}
        fill="none"
        stroke={seriesPaint(color)}
        strokeWidth="1.5"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
