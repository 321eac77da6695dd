"use client";

import { Calendar, Check } from "lucide-react";
import Form from "next/form";
import Link from "next/link";
import { Button } from "@/components/ui/actions/button";
import { closePopover, Popover } from "@/components/ui/overlays/popover";
import { paths } from "@/lib/kernel/paths";

type RangeMenuProps = {
  /** "Last 7 days". */
  readonly label: string;
  /** "Nov 22 – Nov 28, 2026". */
  readonly detail: string;
  readonly presets: readonly { readonly label: string; readonly href: string; readonly current: boolean }[];
  /** All parameters of the page except the range. */
  readonly query: string;
  /** First and last day of the current range. */
  readonly from: string;
  readonly to: string;
};

/** Chooses a preset, or the first and last day of a range. */
export function RangeMenu({ label, detail, presets, query, from, to }: RangeMenuProps) {
  return (
    <Popover
      title="Range"
      align="end"
      trigger={
        <Button size="small" icon={<Calendar aria-hidden />}>
          {label}
          <span className="font-normal text-ink-muted max-md:hidden">{detail}</span>
        </Button>
      }
    >
      <ul className="-mx-2 flex flex-col">
        {presets.map((preset) => (
          <li key={preset.href}>
            <Link
              href={preset.href}
              scroll={false}
              onClick={(event) => closePopover(event.currentTarget)}
              aria-current={preset.current ? "true" : undefined}
              className="flex min-h-8 items-center justify-between gap-3 rounded-sm px-2 hover:bg-surface-sunken max-sm:min-h-11 [&_svg]:size-4"
            >
              {preset.label}
              {preset.current ? <Check aria-hidden /> : null}
            </Link>
          </li>
        ))}
      </ul>
      <Form
        action={paths.activity}
        scroll={false}
        onSubmit={(event) => closePopover(event.currentTarget)}
        className="flex flex-col gap-3 border-t border-line pt-3"
      >
        {[...new URLSearchParams(query)].map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        <div className="grid grid-cols-2 gap-2">
          <DayField label="From" name="from" value={from} />
          <DayField label="To" name="to" value={to} />
        </div>
        <Button type="submit" size="small">
          Show custom range
        </Button>
      </Form>
    </Popover>
  );
}

type DayFieldProps = { readonly label: string; readonly name: string; readonly value: string };

function DayField({ label, name, value }: DayFieldProps) {
  return (
    <label className="flex min-w-0 flex-col gap-1 text-sm text-ink-muted">
      {label}
      <input
        type="date"
        name={name}
        defaultValue={value}
        required
        className="h-9 min-w-0 rounded-md border border-line-strong bg-surface px-2 text-base text-ink max-sm:h-11"
      />
    </label>
  );
}
