import { classes } from "@/components/ui/classes";
import { addDays, type WeekStart, weeksOf } from "@/lib/kernel/calendar-days";

type CalendarMonthProps = {
  /** "2026-11" */
  readonly month: string;
  readonly weekStart: WeekStart;
  readonly range: { readonly from: string; readonly to: string };
  /** "2026-11-21" */
  readonly today: string;
  /** The one day that the tab key reaches; arrow keys lead to the others. */
  readonly tabStop: string;
  readonly canChoose: (day: string) => boolean;
  readonly onChoose: (day: string) => void;
  /** The pointer or the focus is on a day; set while the other end of a range is being chosen. */
  readonly onPoint?: (day: string) => void;
};

const utc = { timeZone: "UTC" } as const;
const monthFormat = new Intl.DateTimeFormat("en-US", { ...utc, month: "long", year: "numeric" });
const dayFormat = new Intl.DateTimeFormat("en-US", { ...utc, dateStyle: "full" });
const weekdayFormat = new Intl.DateTimeFormat("en-US", { ...utc, weekday: "long" });
const noon = (day: string) => new Date(`${day}T12:00:00Z`);
/** A Sunday. */
const someSunday = "2026-11-01";

/** "November 2026" */
export function monthTitle(month: string): string {
  return monthFormat.format(noon(`${month}-01`));
}

/** The days of one month as a grid of buttons, with the days of a range marked. */
export function CalendarMonth({ month, weekStart, ...days }: CalendarMonthProps) {
  const weekdays = Array.from({ length: 7 }, (_, place) =>
    weekdayFormat.format(noon(addDays(someSunday, place + weekStart))),
  );
  return (
    <table role="grid" aria-label={monthTitle(month)} className="h-fit flex-1 border-collapse text-sm">
      <thead>
        <tr>
          {weekdays.map((name) => (
            <th
              key={name}
              scope="col"
              abbr={name}
              className="h-7 w-9 text-center text-xs font-medium text-ink-muted"
            >
              {name.slice(0, 2)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month, weekStart).map((week) => (
          <tr key={week.find((day) => day !== null)}>
            {week.map((day, place) =>
              day === null ? <td key={place} /> : <Day key={day} day={day} {...days} />,
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type DayProps = Omit<CalendarMonthProps, "month" | "weekStart"> & { readonly day: string };

function Day({ day, range, today, tabStop, canChoose, onChoose, onPoint }: DayProps) {
  const isEnd = day === range.from || day === range.to;
  const isInside = day >= range.from && day <= range.to;
  return (
    <td
      role="gridcell"
      aria-selected={isInside}
      className={classes(
        "p-0 py-px text-center",
        isInside && "bg-accent-soft bg-clip-content forced-color-adjust-none",
        day === range.from && "rounded-l-md",
        day === range.to && "rounded-r-md",
      )}
    >
      <button
        type="button"
        data-day={day}
        tabIndex={day === tabStop ? 0 : -1}
        aria-label={dayFormat.format(noon(day))}
        aria-current={day === today ? "date" : undefined}
        aria-disabled={!canChoose(day) || undefined}
        onClick={() => onChoose(day)}
        onPointerEnter={onPoint && (() => onPoint(day))}
        className={classes(
          "tabular h-8 w-full min-w-9 rounded-md outline-offset-[-2px] max-sm:h-11",
          isEnd ? "bg-accent font-medium text-accent-ink" : isInside ? "text-ink" : "hover:bg-surface-sunken",
          !isEnd && !canChoose(day) && "text-ink-faint opacity-50",
          !isEnd && day === today && "font-semibold underline underline-offset-4",
        )}
      >
        {Number(day.slice(8))}
      </button>
    </td>
  );
}
