import { seriesFade } from "./series-classes";

type BucketBarProps = {
  /** Id of the stripe pattern of this series. */
  readonly stripes: string;
  readonly place: number;
  // The rest comes from recharts, which clones this element for each bar.
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly fill?: string;
  readonly payload?: { readonly unfinished?: boolean };
};

/** One segment of a stacked bar. A one-pixel gap separates segments; an unfinished bucket is striped. */
export function BucketBar({
  stripes,
  place,
  x = 0,
  y = 0,
  width = 0,
  height = 0,
  fill,
  payload,
}: BucketBarProps) {
  if (height <= 0 || width <= 0) return null;
  const box = { x, y, width, height: Math.max(height - (height > 3 ? 1 : 0), 0.5) };
  return (
    <rect
      {...box}
      rx={1}
      fill={payload?.unfinished ? `url(#${stripes})` : fill}
      className={seriesFade(place)}
    />
  );
}

/** Stripes of the series color at full and a third of its strength: the bucket can still grow. */
export function Stripes({ id, paint }: { readonly id: string; readonly paint: string }) {
  return (
    <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="4" height="4" fill={paint} fillOpacity={0.35} />
      <rect width="2" height="4" fill={paint} />
    </pattern>
  );
}
