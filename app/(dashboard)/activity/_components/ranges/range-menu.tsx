"use client";

import { Calendar, Check } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/actions/button";
import { closePopover, Popover } from "@/components/ui/overlays/popover";
import { CustomRange, type CustomRangeProps } from "./custom-range";

type RangeMenuProps = CustomRangeProps & {
  /** "Last 7 days". */
  readonly label: string;
  /** "Nov 22 – Nov 28, 2026". */
  readonly detail: string;
  readonly presets: readonly { readonly label: string; readonly href: string; readonly current: boolean }[];
};

/** Chooses a preset, or the first and last day of a range. */
export function RangeMenu({ label, detail, presets, ...custom }: RangeMenuProps) {
  return (
    <Popover
      title="Range"
      align="end"
      size="wide"
      trigger={
        <Button size="small" icon={<Calendar aria-hidden />}>
          {label}
          <span className="font-normal text-ink-muted max-md:hidden">{detail}</span>
        </Button>
      }
    >
      <div className="flex gap-x-4 gap-y-3 max-md:flex-col">
        <ul className="-mx-2 grid auto-rows-min grid-cols-2 md:w-40 md:grid-cols-1">
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
        <CustomRange {...custom} />
      </div>
    </Popover>
  );
}
