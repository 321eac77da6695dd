"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useRef, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";
import { IconButton } from "@/components/ui/actions/icon-button";
import { useFormats } from "@/components/ui/formats";
import {
  addDays,
  addMonths,
  countDays,
  inMonth,
  monthOf,
  weekPlace,
  type WeekStart,
} from "@/lib/kernel/calendar-days";
import { CalendarMonth, monthTitle } from "./calendar-month";

/** First and last day, both included: "2026-11-21". */
export type DayRange = { readonly from: string; readonly to: string };

type DayRangeCalendarProps = {
  readonly value: DayRange;
  /** Days outside of these can't be chosen. */
  readonly limits: { readonly first: string; readonly last: string; readonly daysMax: number };
  readonly onChange: (range: DayRange) => void;
};

/**
 * Two months, one on a phone, to choose the first and the last day of a range. Arrow keys move by days and weeks, Home and
 * End within a week, Page Up and Page Down by months, with Shift by years; Enter and the space bar choose.
 */
export function DayRangeCalendar({ value, limits, onChange }: DayRangeCalendarProps) {
  const weekStart: WeekStart = useFormats().choice === "en-US" ? 0 : 1;
  const count = useSyncExternalStore(watchWidth, monthsShown, () => 2);
  const root = useRef<HTMLDivElement>(null);
  // The first chosen day of a range whose other end is not chosen yet.
  const [anchor, setAnchor] = useState<string | null>(null);
  const [active, setActive] = useState(value.to);
  const [month, setMonth] = useState(() => addMonths(monthOf(value.to), 1 - monthsShown()));
  const months = Array.from({ length: count }, (_, index) => addMonths(month, index));
  const canChoose = (day: string) =>
    day >= limits.first &&
    day <= limits.last &&
    (anchor === null || Math.abs(countDays(anchor, day)) < limits.daysMax);
  const shown = anchor === null ? value : ordered(anchor, active);
  const choose = (day: string) => {
    setActive(day);
    if (!canChoose(day)) return;
    setAnchor(anchor === null ? day : null);
    if (anchor !== null) onChange(ordered(anchor, day));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const day = event.target instanceof HTMLElement ? event.target.dataset.day : undefined;
    const wanted = day && dayByKey(day, event, weekStart);
    if (!wanted) return;
    event.preventDefault();
    const next = wanted < limits.first ? limits.first : wanted > limits.last ? limits.last : wanted;
    flushSync(() => {
      setActive(next);
      if (monthOf(next) < month) setMonth(monthOf(next));
      else if (monthOf(next) > (months.at(-1) ?? month)) setMonth(addMonths(monthOf(next), 1 - count));
    });
    root.current?.querySelector<HTMLElement>(`[data-day="${next}"]`)?.focus();
  };
  return (
    <div ref={root} role="group" aria-label="Calendar" className="flex flex-col gap-2" onKeyDown={onKeyDown}>
      <Months months={months} limits={limits} onTurn={(by) => setMonth(addMonths(month, by))} />
      <div className="flex gap-6">
        {months.map((one) => (
          <CalendarMonth
            key={one}
            month={one}
            weekStart={weekStart}
            range={shown}
            today={limits.last}
            tabStop={months.includes(monthOf(active)) ? active : firstIn(months, limits.first)}
            canChoose={canChoose}
            onChoose={choose}
            onPoint={anchor === null ? undefined : setActive}
          />
        ))}
      </div>
      <ChosenDays range={shown} anchor={anchor} />
    </div>
  );
}

type MonthsProps = Pick<DayRangeCalendarProps, "limits"> & {
  readonly months: readonly string[];
  readonly onTurn: (by: 1 | -1) => void;
};

/** The names of the shown months between the buttons that turn to others. */
function Months({ months, limits, onTurn }: MonthsProps) {
  return (
    <div className="flex items-center justify-between gap-2">
      <IconButton
        size="small"
        label="Previous month"
        hideTooltip
        disabled={(months[0] ?? "") <= monthOf(limits.first)}
        icon={<ChevronLeft aria-hidden />}
        onClick={() => onTurn(-1)}
      />
      {months.map((month) => (
        <span key={month} aria-hidden className="flex-1 text-center font-medium">
          {monthTitle(month)}
        </span>
      ))}
      <IconButton
        size="small"
        label="Next month"
        hideTooltip
        disabled={(months.at(-1) ?? "") >= monthOf(limits.last)}
        icon={<ChevronRight aria-hidden />}
        onClick={() => onTurn(1)}
      />
    </div>
  );
}

/** What is chosen, in words that are announced when they change. */
function ChosenDays({ range, anchor }: { readonly range: DayRange; readonly anchor: string | null }) {
  const formats = useFormats();
  const dayText = (day: string) => formats.day(new Date(`${day}T12:00:00Z`), "UTC");
  return (
    <p role="status" className="tabular text-sm text-ink-muted">
      {anchor === null
        ? `${dayText(range.from)} – ${dayText(range.to)} · ${daysText(range)}`
        : `${dayText(anchor)} chosen. Choose the other end of the range.`}
    </p>
  );
}

function ordered(one: string, other: string): DayRange {
  return one < other ? { from: one, to: other } : { from: other, to: one };
}

function daysText({ from, to }: DayRange): string {
  const days = countDays(from, to) + 1;
  return days === 1 ? "1 day" : `${days} days`;
}

/** A day of the shown months that the tab key reaches, when the active one is not among them. */
function firstIn(months: readonly string[], first: string): string {
  const start = `${months[0] ?? monthOf(first)}-01`;
  return start < first ? first : start;
}

function dayByKey(day: string, { key, shiftKey }: KeyboardEvent, weekStart: WeekStart): string | null {
  const months = (by: number) => inMonth(day, addMonths(monthOf(day), shiftKey ? by * 12 : by));
  switch (key) {
    case "ArrowLeft":
      return addDays(day, -1);
    case "ArrowRight":
      return addDays(day, 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "Home":
      return addDays(day, -weekPlace(day, weekStart));
    case "End":
      return addDays(day, 6 - weekPlace(day, weekStart));
    case "PageUp":
      return months(-1);
    case "PageDown":
      return months(1);
    default:
      return null;
  }
}

const phone = "(width < 640px)";

function monthsShown(): number {
  return window.matchMedia(phone).matches ? 1 : 2;
}

function watchWidth(onChange: () => void): () => void {
  const query = window.matchMedia(phone);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}
