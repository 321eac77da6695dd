type BucketBarProps = {
  /** Id of the hatch pattern. */
  readonly hatch: string;
  // The rest comes from recharts, which clones this element for each bar.
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly fill?: string;
  readonly payload?: { readonly unfinished?: boolean };
};

/** One segment of a stacked bar. A one-pixel gap separates segments; an unfinished bucket is hatched. */
export function BucketBar({ hatch, x = 0, y = 0, width = 0, height = 0, fill, payload }: BucketBarProps) {
  if (height <= 0 || width <= 0) return null;
  const box = { x, y, width, height: Math.max(height - (height > 3 ? 1 : 0), 0.5) };
  return (
    <g>
      <rect {...box} fill={fill} rx={1} />
      {payload?.unfinished ? <rect {...box} fill={`url(#${hatch})`} /> : null}
    </g>
  );
}
