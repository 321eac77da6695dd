import { StaticAmounts } from "@/components/charts/static-axes";
import type { BalanceDay } from "@/lib/activity/transactions/get-balance-history";
import { daysBetween } from "@/lib/activity/rules/zone-days";
import type { Formats } from "@/lib/kernel/format";
import type { Nanos } from "@/lib/kernel/money";
import { dayText, shortDayText } from "./balance-table";
import { balanceTicks } from "./balance-ticks";

type BalanceChartProps = {
  /** Oldest first; the last one is today. */
  readonly days: readonly BalanceDay[];
  /** The day on which the credits run out at this pace. */
  readonly until: string | null;
  readonly formats: Formats;
};

/** Drawing units; the picture is stretched to its box, lines keep their width. */
const width = 1_000;
const height = 1_000;
/** As wide as the room that `Dates` leaves at the left. */
const amountsWidth = 56;
/** Half the width of a tick on a phone: a tick of the first or the last day stays inside of the picture. */
const tickRoom = 6;
/** Most days of the dashed line, so that the past keeps two thirds of the width. */
const aheadMax = 15;

/**
 * The balance at the end of each day as steps, because credits arrive at once, with a tick where some were added, and a
 * dashed line to zero. Rendered on the server.
 */
export function BalanceChart({ days, until, formats }: BalanceChartProps) {
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return null;
  const toZero = until === null ? null : Math.max(1, daysBetween(last.day, until));
  const ahead = toZero === null ? 0 : Math.min(toZero, aheadMax);
  const amounts = days.map(({ closingNanos }) => dollarsOf(closingNanos));
  const ticks = balanceTicks(Math.min(0, ...amounts), Math.max(0, ...amounts), formats);
  const [low, high] = [ticks[0]?.value ?? 0, ticks.at(-1)?.value ?? 1];
  const step = width / Math.max(1, days.length - 1 + ahead);
  const x = (index: number) => index * step;
  const y = (amount: number) => height - ((amount - low) / (high - low)) * height;
  const steps = amounts
    .map((amount, index) => `H${x(index).toFixed(1)}V${y(amount).toFixed(1)}`)
    .slice(1)
    .join("");
  const start = y(amounts[0] ?? 0).toFixed(1);
  const today = x(days.length - 1);
  const now = amounts.at(-1) ?? 0;
  return (
    <div className="border-y border-line py-3">
      <div className="flex h-44">
        <div aria-hidden className="tabular text-xs">
          <StaticAmounts
            width={amountsWidth}
            labels={ticks.map(({ value, text }) => ({ text, y: y(value) / 10 }))}
          />
        </div>
        <svg
          role="img"
          aria-label={`From ${shown(first, formats)} on ${dayText(first.day, formats)} to ${shown(last, formats)} today`}
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          className="block h-full min-w-0 flex-1 overflow-visible"
        >
          {ticks.map(({ value }) => (
            <path
              key={value}
              d={`M0 ${y(value)}H${width}`}
              stroke={value === 0 ? "var(--line-strong)" : "var(--line)"}
              vectorEffect="non-scaling-stroke"
            />
          ))}
          <path d={`M0 ${y(0)}V${start}${steps}V${y(0)}Z`} fill="var(--series-1)" fillOpacity="0.14" />
          <Line d={`M0 ${start}${steps}`} />
          {toZero === null ? null : (
            <Line
              d={`M${today} ${y(now)}L${x(days.length - 1 + ahead)} ${y(now * (1 - ahead / toZero))}`}
              ahead
            />
          )}
          {days.map((day, index) => (
            <Day key={day.day} day={day} x={x(index)} step={step} formats={formats} />
          ))}
        </svg>
      </div>
      <Dates
        first={days.length > 1 ? shortDayText(first.day, formats) : null}
        between={middleDays(days.length).map((index) => ({
          at: x(index),
          text: shortDayText(days[index]?.day ?? last.day, formats),
        }))}
        today={today}
        end={until !== null && toZero === ahead && ahead > 3 ? shortDayText(until, formats) : null}
      />
    </div>
  );
}

function Line({ d, ahead = false }: { readonly d: string; readonly ahead?: boolean }) {
  return (
    <path
      d={d}
      fill="none"
      stroke={ahead ? "var(--ink-faint)" : "var(--series-1)"}
      strokeWidth={ahead ? "1.5" : "1.75"}
      strokeDasharray={ahead ? "4 4" : undefined}
      vectorEffect="non-scaling-stroke"
    />
  );
}

/** Two days that divide a time into thirds; none when their dates would touch. */
function middleDays(count: number): readonly number[] {
  return count < 10 ? [] : [Math.round((count - 1) / 3), Math.round(((count - 1) * 2) / 3)];
}

type DatesProps = {
  readonly first: string | null;
  readonly between: readonly { readonly at: number; readonly text: string }[];
  readonly today: number;
  readonly end: string | null;
};

function Dates({ first, between, today, end }: DatesProps) {
  return (
    <svg
      aria-hidden
      className="mt-1 ml-14 block h-4 w-[calc(100%-3.5rem)] overflow-visible fill-ink-muted text-xs"
    >
      {first === null ? null : (
        <text x="0" y="12">
          {first}
        </text>
      )}
      {between.map(({ at, text }) => (
        <text key={text} x={`${at / 10}%`} y="12" textAnchor="middle">
          {text}
        </text>
      ))}
      <text x={`${today / 10}%`} y="12" textAnchor={today < width ? "middle" : "end"}>
        Today
      </text>
      {end === null ? null : (
        <text x="100%" y="12" textAnchor="end">
          {end}
        </text>
      )}
    </svg>
  );
}

type DayProps = {
  readonly day: BalanceDay;
  readonly x: number;
  readonly step: number;
  readonly formats: Formats;
};

/** The figures of a day on hover, and a tick when credits were added. */
function Day({ day, x, step, formats }: DayProps) {
  const added = day.addedNanos > 0n ? ` · added ${formats.dollars(day.addedNanos)}` : "";
  return (
    <g>
      {added ? (
        <path
          d={`M${Math.max(tickRoom, Math.min(x, width - tickRoom))} ${height}V${height - 70}`}
          stroke="var(--positive)"
          strokeWidth="3"
          vectorEffect="non-scaling-stroke"
        />
      ) : null}
      <rect x={x - step / 2} width={step} height={height} fill="transparent">
        <title>{`${dayText(day.day, formats)}: ${shown(day, formats)} · used ${formats.dollars(day.usedNanos)}${added}`}</title>
      </rect>
    </g>
  );
}

function shown({ closingNanos }: BalanceDay, formats: Formats): string {
  return formats.dollars(closingNanos, { floor: true });
}

/** For positions in a picture only. */
function dollarsOf(amountNanos: Nanos): number {
  return Number(amountNanos) / 1e9;
}
