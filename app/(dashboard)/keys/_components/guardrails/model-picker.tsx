"use client";

import { useState } from "react";
import { classes } from "@/components/ui/classes";
import { useFormats } from "@/components/ui/formats";
import { moveFocus } from "@/components/ui/move-focus";
import { authorPattern } from "@/lib/keys/rules/guardrails";

type ModelPickerProps = {
  readonly models: readonly { readonly id: string; readonly name: string }[];
  /** The entries that are saved; some may name models that the catalog no longer has. */
  readonly stored: readonly string[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
};

/**
 * Models by search, and all models of an author as one choice. What is chosen stays chosen while the search hides it.
 * Up and down move between the choices.
 */
export function ModelPicker({ models, stored, chosen, onToggle }: ModelPickerProps) {
  const formats = useFormats();
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const options = optionsOf(models, stored);
  const isFound = ({ id, name }: Option) => `${id} ${name}`.toLowerCase().includes(wanted);
  const found = options.filter(isFound);
  return (
    <div className="flex min-w-0 flex-col gap-2" onKeyDown={(event) => moveFocus(event, "[data-model]")}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <input
          type="search"
          value={search}
          maxLength={256}
          onChange={(event) => setSearch(event.target.value)}
          // Enter searches; it must not save a choice that is not finished.
          onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
          aria-label="Search models"
          placeholder="Search models"
          className="h-9 w-full max-w-80 min-w-0 rounded-md border border-line-strong bg-surface px-2 text-base text-ink max-sm:h-11"
        />
        <span role="status" className="text-sm text-ink-muted">
          {formats.count(chosen.length)} chosen
          {wanted === "" ? "" : `, ${formats.count(found.length)} found`}
        </span>
      </div>
      <fieldset className="max-h-64 min-w-0 overflow-y-auto rounded-md border border-line p-1">
        <legend className="sr-only">Models that this key may use</legend>
        {options.map((option) => (
          <ModelRow
            key={option.id}
            option={option}
            isHidden={!isFound(option)}
            isChosen={chosen.includes(option.id)}
            onToggle={onToggle}
          />
        ))}
        {found.length === 0 ? <p className="px-2 py-1 text-ink-muted">No models found.</p> : null}
      </fieldset>
    </div>
  );
}

type Option = { readonly id: string; readonly name: string };

function optionsOf(models: ModelPickerProps["models"], stored: readonly string[]): readonly Option[] {
  const authors = [...new Set(models.map(({ id }) => authorPattern(id)))].sort();
  const listed: readonly Option[] = [
    ...authors.map((id) => ({ id, name: `All models of ${id.slice(0, -2)}, also later ones` })),
    ...models,
  ];
  const absent = stored.filter((id) => !listed.some((option) => option.id === id));
  return [...absent.map((id) => ({ id, name: "Not in the catalog at the moment" })), ...listed];
}

type ModelRowProps = {
  readonly option: Option;
  readonly isHidden: boolean;
  readonly isChosen: boolean;
  readonly onToggle: (id: string) => void;
};

function ModelRow({ option: { id, name }, isHidden, isChosen, onToggle }: ModelRowProps) {
  return (
    <label
      className={classes(
        "min-h-8 items-start gap-2 rounded-sm px-2 py-1 hover:bg-surface-sunken has-focus-visible:bg-surface-sunken max-sm:min-h-11",
        isHidden ? "hidden" : "flex",
      )}
    >
      <span className="flex h-5 items-center">
        <input
          type="checkbox"
          name="model[]"
          value={id}
          autoComplete="off"
          data-model={isHidden ? undefined : ""}
          checked={isChosen}
          onChange={() => onToggle(id)}
          className="tick"
        />
      </span>
      <span className="flex min-w-0 flex-col">
        <span className="font-mono text-sm break-id">{id}</span>
        <span className="text-sm text-ink-muted">{name}</span>
      </span>
    </label>
  );
}
