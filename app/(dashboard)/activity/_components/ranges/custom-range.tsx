"use client";

import Form from "next/form";
import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import type { DayRange } from "@/components/ui/dates/day-range-calendar";
import { closePopover } from "@/components/ui/overlays/popover";
import { useOnDemand } from "@/components/ui/use-on-demand";
import { queryText } from "@/lib/activity/rules/activity-filters";
import { paths } from "@/lib/kernel/paths";
import { useChoose } from "../choices";

export type CustomRangeProps = {
  /** All parameters of the page except the range. */
  readonly query: string;
  /** First and last day of the current range. */
  readonly days: DayRange;
  /** What the calendar offers. */
  readonly limits: { readonly first: string; readonly last: string; readonly daysMax: number };
};

const loadCalendar = () =>
  import("@/components/ui/dates/day-range-calendar").then((module) => module.DayRangeCalendar);

/**
 * The first and last day of a range, in a calendar or typed. The calendar's script is loaded when the menu opens; without
 * it the two fields do.
 */
export function CustomRange({ query, days, limits }: CustomRangeProps) {
  const choose = useChoose();
  const [range, setRange] = useState(days);
  const [DayRangeCalendar, startCalendar] = useOnDemand(loadCalendar);
  const load = useEffectEvent(() => void startCalendar());
  useEffect(() => load(), []);
  return (
    <Form
      action={paths.activity}
      scroll={false}
      onSubmit={(event) => {
        event.preventDefault();
        closePopover(event.currentTarget);
        choose(hrefOf(event.currentTarget));
      }}
      className="flex flex-col gap-3 border-line max-md:border-t max-md:pt-3 md:border-l md:pl-4"
    >
      {[...new URLSearchParams(query)].map(([name, value]) => (
        <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
      ))}
      <div className="min-h-80 sm:min-h-72 sm:w-[34rem]">
        {DayRangeCalendar ? (
          <DayRangeCalendar value={typedRange(range) ?? days} limits={limits} onChange={setRange} />
        ) : (
          <p className="text-ink-muted">Loading the calendar…</p>
        )}
      </div>
      <div className="flex flex-wrap items-end gap-2">
        <DayField
          label="From"
          name="from"
          value={range.from}
          last={limits.last}
          onChange={(from) => setRange({ ...range, from })}
        />
        <DayField
          label="To"
          name="to"
          value={range.to}
          last={limits.last}
          onChange={(to) => setRange({ ...range, to })}
        />
        <Button type="submit" variant="primary">
          Show range
        </Button>
      </div>
    </Form>
  );
}

/** Where the form leads without scripts. */
function hrefOf(form: HTMLFormElement): string {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") query.append(name, value);
  return `${paths.activity}?${queryText(query)}`;
}

/** Null while a typed day is not complete. */
function typedRange({ from, to }: DayRange): DayRange | null {
  if (from === "" || to === "") return null;
  return from < to ? { from, to } : { from: to, to: from };
}

type DayFieldProps = {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly last: string;
  readonly onChange: (value: string) => void;
};

function DayField({ label, name, value, last, onChange }: DayFieldProps) {
  return (
    <label className="flex min-w-0 flex-1 flex-col gap-1 text-sm text-ink-muted">
      {label}
      <input
        type="date"
        name={name}
        value={value}
        max={last}
        required
        onChange={(event) => onChange(event.target.value)}
        className="h-9 min-w-0 rounded-md border border-line-strong bg-surface px-2 text-base text-ink max-sm:h-11"
      />
    </label>
  );
}
