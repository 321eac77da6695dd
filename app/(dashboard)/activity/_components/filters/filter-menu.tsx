"use client";

import { ListFilter } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { Popover } from "@/components/ui/overlays/popover";
import { queryText } from "@/lib/activity/rules/activity-filters";
import { paths } from "@/lib/kernel/paths";
import { useChoose } from "../choices";
import type { FilterDimension } from "./filter-dimensions";
import { type FilterChoice, FilterValues } from "./filter-values";
import { moveFocus } from "@/components/ui/move-focus";

type FilterMenuProps = {
  readonly dimensions: readonly FilterDimension[];
  /** All parameters of the page. */
  readonly query: string;
};

/** Two steps: what to filter by, then its values. */
export function FilterMenu(props: FilterMenuProps) {
  return (
    <Popover
      title="Filter by"
      trigger={
        <Button size="small" icon={<ListFilter aria-hidden />}>
          Filter
        </Button>
      }
    >
      <FilterSteps {...props} />
    </Popover>
  );
}

/** Mounted while the menu is open, so that it always begins with the first step. */
function FilterSteps({ dimensions, query }: FilterMenuProps) {
  const choose = useChoose();
  const [name, setName] = useState<FilterDimension["name"] | null>(null);
  const dimension = dimensions.find((one) => one.name === name);
  if (!dimension) return <DimensionList dimensions={dimensions} onChoose={setName} />;
  return (
    <FilterValues
      dimension={dimension}
      onBack={() => setName(null)}
      onApply={(choice) => choose(filteredHref(query, dimension, choice))}
    />
  );
}

type DimensionListProps = {
  readonly dimensions: readonly FilterDimension[];
  readonly onChoose: (name: FilterDimension["name"]) => void;
};

function DimensionList({ dimensions, onChoose }: DimensionListProps) {
  return (
    <ul className="-mx-2 flex flex-col" onKeyDown={(event) => moveFocus(event, "button")}>
      {dimensions.map(({ name, title, selected }) => (
        <li key={name}>
          <button
            type="button"
            onClick={() => onChoose(name)}
            className="flex min-h-8 w-full items-center justify-between gap-3 rounded-sm px-2 text-left hover:bg-surface-sunken max-sm:min-h-11"
          >
            {title}
            {selected.length > 0 ? (
              <span className="tabular text-sm text-ink-muted">{selected.length} selected</span>
            ) : null}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The same page with the choice in place of the dimension's values; it begins with the newest requests. */
function filteredHref(
  query: string,
  { name, list }: FilterDimension,
  { values, isExcluded }: FilterChoice,
): string {
  const next = new URLSearchParams(query);
  next.delete("cursor");
  next.delete(name);
  for (const value of values) next.append(name, value);
  if (list) {
    next.delete("not", list);
    if (isExcluded && values.length > 0) next.append("not", list);
  }
  const text = queryText(next);
  return text ? `${paths.activity}?${text}` : paths.activity;
}
