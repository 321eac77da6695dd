"use client";

import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { SegmentedControl } from "@/components/ui/actions/segmented-control";
import { useFormats } from "@/components/ui/formats";
import { closePopover } from "@/components/ui/overlays/popover";
import type { FilterDimension, FilterOption } from "./filter-dimensions";
import { moveFocus } from "@/components/ui/move-focus";

export type FilterChoice = { readonly values: readonly string[]; readonly isExcluded: boolean };

type FilterValuesProps = {
  readonly dimension: FilterDimension;
  readonly onBack: () => void;
  readonly onApply: (choice: FilterChoice) => void;
};

/** The values of one dimension. Nothing changes on the page before the choice is applied. */
export function FilterValues({ dimension, onBack, onApply }: FilterValuesProps) {
  const { title, list, options, takesAny } = dimension;
  const [search, setSearch] = useState("");
  const [values, setValues] = useState<readonly string[]>(dimension.selected);
  const [relation, setRelation] = useState<"is" | "is not">(dimension.isExcluded ? "is not" : "is");
  const found = matching(options, search, takesAny);
  const choose = (value: string, isChosen: boolean) => {
    if (!list) setValues([value]);
    else setValues(isChosen ? [...values, value] : values.filter((one) => one !== value));
  };
  return (
    <form
      className="flex min-h-0 flex-col gap-3"
      onKeyDown={(event) => moveFocus(event, "[data-value]")}
      onSubmit={(event) => {
        event.preventDefault();
        closePopover(event.currentTarget);
        onApply({ values, isExcluded: relation === "is not" });
      }}
    >
      <h3 className="font-medium">{title}</h3>
      {list ? (
        <div>
          <SegmentedControl
            label={`${title} is or is not`}
            value={relation}
            onChange={setRelation}
            options={[
              { value: "is", label: "is" },
              { value: "is not", label: "is not" },
            ]}
          />
        </div>
      ) : null}
      <input
        type="search"
        autoFocus
        value={search}
        maxLength={256}
        onChange={(event) => setSearch(event.target.value)}
        aria-label={`Search ${title.toLowerCase()}`}
        placeholder={takesAny ? "Search or enter an end user" : "Search"}
        className="h-9 min-w-0 rounded-md border border-line-strong bg-surface px-2 text-base text-ink max-sm:h-11"
      />
      <fieldset className="-mx-2 max-h-64 min-w-0 overflow-y-auto">
        <legend className="sr-only">{title}</legend>
        {found.map((option) => (
          <ValueRow
            key={option.value}
            option={option}
            isMany={list !== null}
            isChosen={values.includes(option.value)}
            onChoose={choose}
          />
        ))}
        {found.length === 0 ? <p className="px-2 py-1 text-ink-muted">No values found.</p> : null}
      </fieldset>
      <ValuesFooter onBack={onBack} onClear={values.length > 0 ? () => setValues([]) : undefined} />
    </form>
  );
}

function ValuesFooter({ onBack, onClear }: { readonly onBack: () => void; readonly onClear?: () => void }) {
  return (
    <div className="flex justify-between gap-2 border-t border-line pt-3">
      <Button size="small" variant="quiet" icon={<ArrowLeft aria-hidden />} onClick={onBack}>
        Back
      </Button>
      <span className="flex gap-2">
        {onClear ? (
          <Button size="small" onClick={onClear}>
            Clear
          </Button>
        ) : null}
        <Button size="small" variant="primary" type="submit">
          Apply
        </Button>
      </span>
    </div>
  );
}

type ValueRowProps = {
  readonly option: FilterOption;
  readonly isMany: boolean;
  readonly isChosen: boolean;
  readonly onChoose: (value: string, isChosen: boolean) => void;
};

function ValueRow({ option, isMany, isChosen, onChoose }: ValueRowProps) {
  const formats = useFormats();
  return (
    <label className="flex min-h-8 items-center gap-2 rounded-sm px-2 hover:bg-surface-sunken has-focus-visible:bg-surface-sunken max-sm:min-h-11">
      <input
        type={isMany ? "checkbox" : "radio"}
        name="value"
        data-value=""
        checked={isChosen}
        onChange={(event) => onChoose(option.value, event.target.checked)}
        className="tick"
      />
      <span className="min-w-0 flex-1 truncate" title={option.name}>
        {option.name}
      </span>
      {option.requests === null ? null : (
        <span className="tabular text-sm text-ink-muted">{formats.count(option.requests)}</span>
      )}
    </label>
  );
}

function matching(options: readonly FilterOption[], search: string, takesAny: boolean) {
  const wanted = search.trim().toLowerCase();
  const found = options.filter(({ name }) => name.toLowerCase().includes(wanted));
  const isListed = options.some(({ value }) => value === search.trim());
  if (!takesAny || wanted === "" || isListed) return found;
  return [{ value: search.trim(), name: search.trim(), requests: null }, ...found];
}
