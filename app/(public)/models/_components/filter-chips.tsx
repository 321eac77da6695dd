import { Chip } from "@/components/ui/actions/chip";
import { type ModelFilters, modelFiltersQuery } from "@/lib/catalog/rules/model-filters";
import { defaultFormats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";

/** The active filters, each with a link that removes it. */
export function FilterChips({ filters }: { readonly filters: ModelFilters }) {
  const without = (change: Partial<ModelFilters>) =>
    `${paths.models}${modelFiltersQuery({ ...filters, ...change })}`;
  const chips = [
    filters.q && { name: "Model", value: filters.q, removeHref: without({ q: "" }) },
    filters.maxPrice && {
      name: "Input price",
      value: `up to $${Number(filters.maxPrice).toFixed(2)}`,
      removeHref: without({ maxPrice: null }),
    },
    filters.context && {
      name: "Context",
      value: `at least ${defaultFormats.compact(Number(filters.context))}`,
      removeHref: without({ context: null }),
    },
    filters.free && { name: "Price", value: "free", removeHref: without({ free: false }) },
    filters.zdr && { name: "Retention", value: "zero", removeHref: without({ zdr: false }) },
    filters.noTraining && { name: "Training", value: "none", removeHref: without({ noTraining: false }) },
  ].filter((chip) => typeof chip === "object" && chip !== null);
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex min-w-0 flex-wrap gap-2">
      {chips.map((chip) => (
        <li key={chip.name} className="min-w-0">
          <Chip {...chip} />
        </li>
      ))}
    </ul>
  );
}
