import { defaultFormats } from "@/lib/kernel/format";
import { formatDollars, type Nanos } from "@/lib/kernel/money";

type Line = {
  readonly time: string;
  readonly model: string;
  readonly prompt: number;
  readonly completion: number;
  readonly costNanos: Nanos;
};

/** Requests at the sandbox's prices. Their sum is computed, as in the product. */
const lines: readonly Line[] = [
  { time: "12:55:20", model: "heron-large", prompt: 1_732, completion: 354, costNanos: 10_506_000n },
  { time: "12:55:04", model: "heron", prompt: 2_410, completion: 612, costNanos: 2_123_000n },
  { time: "12:54:41", model: "owl-reasoner", prompt: 940, completion: 1_250, costNanos: 6_534_000n },
  { time: "12:54:12", model: "wren", prompt: 1_800, completion: 240, costNanos: 16_720n },
];

/** Requests of two models per hour. */
const bars = [
  [14, 6],
  [18, 9],
  [12, 7],
  [22, 12],
  [30, 14],
  [26, 18],
  [34, 16],
  [41, 21],
  [37, 24],
  [48, 20],
  [44, 27],
  [56, 26],
] as const;

const decimals = 8;

/** What the Activity page looks like, as a stub torn from the account book: every request with its exact cost. */
export function ActivityStub() {
  const total = lines.reduce((sum, { costNanos }) => sum + costNanos, 0n);
  return (
    <figure className="stub-edge flex min-w-0 flex-col gap-4 rounded-lg border border-line bg-surface-raised p-5 pl-7">
      <figcaption className="flex items-baseline justify-between gap-4">
        <span className="text-lg font-semibold">Activity</span>
        <span className="text-sm text-ink-muted">Example</span>
      </figcaption>
      <Bars />
      <table className="w-full border-collapse">
        <caption className="sr-only">Example requests with their tokens and cost</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Model</th>
            <th scope="col">Tokens</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {lines.map(({ time, model, prompt, completion, costNanos }) => (
            <tr key={time} className="tabular h-9 whitespace-nowrap">
              <td className="pr-4 text-ink-muted max-sm:hidden">{time}</td>
              <th scope="row" className="pr-4 text-left font-medium">
                {model}
              </th>
              <td className="pr-4 text-right text-ink-muted max-sm:hidden">
                {defaultFormats.count(prompt)} → {defaultFormats.count(completion)}
              </td>
              <td className="text-right">{formatDollars(costNanos, { decimals })}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="total-rule tabular h-10 font-semibold whitespace-nowrap">
            <th scope="row" className="text-left font-semibold">
              {lines.length} requests
            </th>
            <td className="max-sm:hidden" />
            <td className="max-sm:hidden" />
            <td className="text-right">{formatDollars(total, { decimals })}</td>
          </tr>
        </tfoot>
      </table>
    </figure>
  );
}

/** An SVG, because the content policy forbids inline styles. */
function Bars() {
  const width = 20;
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${bars.length * width} 84`}
      preserveAspectRatio="none"
      className="h-24 w-full"
    >
      {bars.map(([low, high], index) => (
        <g key={index}>
          <rect x={index * width + 2} y={84 - low} width={width - 4} height={low} className="fill-series-1" />
          <rect
            x={index * width + 2}
            y={83 - low - high}
            width={width - 4}
            height={high}
            className="fill-series-2"
          />
        </g>
      ))}
    </svg>
  );
}
