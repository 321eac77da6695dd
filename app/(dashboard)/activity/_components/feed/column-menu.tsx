"use client";

import { Columns3 } from "lucide-react";
import { Button } from "@/components/ui/actions/button";
import { Popover } from "@/components/ui/overlays/popover";
import { moveFocus } from "@/components/ui/move-focus";
import { feedColumns, useFeedColumns } from "./feed-columns";

/** Chooses the columns of the list of requests, where there is room for some. A choice applies at once and is kept in this browser. */
export function ColumnMenu() {
  const { columns, isUsual, show, reset } = useFeedColumns();
  return (
    <Popover
      title="Columns"
      align="end"
      trigger={
        <Button size="small" variant="quiet" icon={<Columns3 aria-hidden />}>
          Columns
        </Button>
      }
    >
      <fieldset className="-mx-2 min-w-0" onKeyDown={(event) => moveFocus(event, "[data-value]")}>
        <legend className="sr-only">Columns</legend>
        {feedColumns.map(({ id, title }) => (
          <label
            key={id}
            className="flex min-h-8 items-center gap-2 rounded-sm px-2 hover:bg-surface-sunken has-focus-visible:bg-surface-sunken"
          >
            <input
              type="checkbox"
              data-value=""
              checked={columns.has(id)}
              onChange={(event) => show(id, event.target.checked)}
              className="tick"
            />
            {title}
          </label>
        ))}
      </fieldset>
      <div className="flex items-center justify-between gap-2 border-t border-line pt-3">
        <p className="text-sm text-ink-muted">Time, model, cost and failures are always shown.</p>
        {isUsual ? null : (
          <Button size="small" onClick={reset}>
            Reset
          </Button>
        )}
      </div>
    </Popover>
  );
}
