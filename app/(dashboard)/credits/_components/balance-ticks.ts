import type { Formats } from "@/lib/kernel/format";

/** A grid line: its place in dollars and its label. */
export type Tick = { readonly value: number; readonly text: string };

/** Round amounts from the lowest to the highest, with zero among them and at least one step in between. */
export function balanceTicks(low: number, high: number, formats: Formats): readonly Tick[] {
  const step = roundStep(Math.max(high - low, 1e-6) / 3);
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  const decimals = step >= 1 ? 0 : Math.max(2, Math.ceil(-Math.log10(step)));
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const value = (first + index) * step;
    return { value, text: formats.dollars(BigInt(Math.round(value * 1e9)), { decimals }) };
  });
}

/** 1, 2 or 5 times a power of ten, not below the wanted size. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  const factor = [1, 2, 5, 10].find((one) => one * power >= wanted * 0.999) ?? 10;
  return factor * power;
}
