"use client";

import { useState } from "react";
import { Sample } from "@/app/gallery/_components/sample";
import { type DayRange, DayRangeCalendar } from "@/components/ui/dates/day-range-calendar";

export function DayRangeCalendarSamples() {
  const [range, setRange] = useState<DayRange>({ from: "2026-10-28", to: "2026-11-12" });
  return (
    <Sample state="Default, days that can't be chosen">
      <DayRangeCalendar
        value={range}
        limits={{ first: "2026-09-01", last: "2026-11-21", daysMax: 60 }}
        onChange={setRange}
      />
    </Sample>
  );
}
