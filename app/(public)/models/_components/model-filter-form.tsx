import Form from "next/form";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { CheckboxField } from "@/components/ui/forms/choice-field";
import { SelectField } from "@/components/ui/forms/select-field";
import { TextField } from "@/components/ui/forms/text-field";
import {
  contextChoices,
  type ModelFilters,
  modelFiltersQuery,
  priceChoices,
} from "@/lib/catalog/rules/model-filters";
import { defaultFormats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";

const sorts = [
  { value: "newest", label: "Newest" },
  { value: "name", label: "Name" },
  { value: "input", label: "Lowest input price" },
  { value: "output", label: "Lowest output price" },
  { value: "context", label: "Longest context" },
  { value: "speed", label: "Highest throughput" },
] as const;

/**
 * The filters of the models page. A plain GET form, so that it works without scripts and every choice is in the address.
 * Its key gives the fields new values when a chip is removed.
 */
export function ModelFilterForm({ filters }: { readonly filters: ModelFilters }) {
  return (
    <Form
      key={modelFiltersQuery(filters)}
      action={paths.models}
      role="search"
      className="flex flex-wrap items-end gap-x-4 gap-y-3 *:min-w-0"
    >
      <div className="w-full sm:w-56">
        <TextField
          type="search"
          name="q"
          label="Model"
          placeholder="Search models…"
          maxLength={100}
          required={false}
          defaultValue={filters.q}
        />
      </div>
      <div className="max-sm:flex-1">
        <SelectField
          name="max_price"
          label="Input price"
          defaultValue={filters.maxPrice ?? ""}
          options={[
            { value: "", label: "Any" },
            ...priceChoices.map((value) => ({ value, label: `Up to $${Number(value).toFixed(2)} / 1M` })),
          ]}
        />
      </div>
      <div className="max-sm:flex-1">
        <SelectField
          name="context"
          label="Context"
          defaultValue={filters.context ?? ""}
          options={[
            { value: "", label: "Any" },
            ...contextChoices.map((value) => ({
              value,
              label: `At least ${defaultFormats.compact(Number(value))}`,
            })),
          ]}
        />
      </div>
      <div className="max-sm:flex-1">
        <SelectField name="sort" label="Sort by" defaultValue={filters.sort} options={sorts} />
      </div>
      <div className="items-center gap-x-4 max-sm:grid max-sm:w-full max-sm:grid-cols-[auto_1fr] sm:flex sm:min-h-9 sm:flex-wrap">
        <CheckboxField name="free" label="Free" defaultChecked={filters.free} />
        <CheckboxField name="zdr" label="Zero data retention" defaultChecked={filters.zdr} />
        <CheckboxField name="no_training" label="No training" defaultChecked={filters.noTraining} />
        <div className="max-sm:justify-self-end">
          <SubmitButton variant="secondary">Apply</SubmitButton>
        </div>
      </div>
    </Form>
  );
}
