import type { SeriesColor } from "@/lib/kernel/chart-model";
import { seriesPaint } from "./series-classes";

type SparklineProps = {
  /** Null is a gap. */
  readonly values: readonly (number | null)[];
  /** Text alternative: "Spend per day". */
  readonly label: string;
  readonly color?: SeriesColor;
  /** True while the last value can still grow: the line to it is dashed. */
  readonly unfinished?: boolean;
};

const width = 120;
const height = 24;

/** A figure over time, zero-based and without axes. Plain SVG, rendered on the server. Without data it is empty. */
export function Sparkline({ values, label, color = 1, unfinished = false }: SparklineProps) {
  const highest = Math.max(0, ...values.map((value) => value ?? 0));
  if (highest === 0) return null;
  const step = values.length > 1 ? (width - 4) / (values.length - 1) : 0;
  const point = (value: number, index: number) =>
    `${(2 + index * step).toFixed(1)} ${(height - 2 - (value / highest) * (height - 4)).toFixed(1)}`;
  const last = values.length - 1;
  const solid = values
    .map((value, index) => {
      if (value === null || (unfinished && index === last)) return "";
      const before = values[index - 1];
      return `${before === null || before === undefined ? "M" : "L"}${point(value, index)}`;
    })
    .join("");
  const [beforeLast, final] = [values[last - 1] ?? null, values[last] ?? null];
  const dashed =
    unfinished && beforeLast !== null && final !== null
      ? `M${point(beforeLast, last - 1)}L${point(final, last)}`
      : null;
  const stroke = {
    fill: "none",
    stroke: seriesPaint(color),
    strokeWidth: "1.5",
    strokeLinecap: "round",
    vectorEffect: "non-scaling-stroke",
  } as const;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="block h-6 w-full"
    >
      <path d={solid} {...stroke} />
      {dashed ? <path d={dashed} strokeDasharray="2 3" {...stroke} /> : null}
    </svg>
  );
}
