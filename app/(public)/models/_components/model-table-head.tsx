import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import Link from "next/link";
import { classes } from "@/components/ui/classes";
import { type ModelFilters, modelFiltersQuery, type ModelSort } from "@/lib/catalog/rules/model-filters";
import { paths } from "@/lib/kernel/paths";

type Head = {
  readonly label: string;
  readonly sort?: ModelSort;
  /** The only order that the column has. */
  readonly order?: "ascending" | "descending";
  readonly numeric?: boolean;
  /** Hidden where the table is narrow. */
  readonly wide?: boolean;
};

const heads: readonly Head[] = [
  { label: "Model", sort: "name", order: "ascending" },
  { label: "Providers" },
  { label: "Input / 1M", sort: "input", order: "ascending", numeric: true },
  { label: "Output / 1M", sort: "output", order: "ascending", numeric: true },
  { label: "Context", sort: "context", order: "descending", numeric: true },
  { label: "Reads", wide: true },
  { label: "Data policy" },
  { label: "Throughput, stated", sort: "speed", order: "descending", numeric: true, wide: true },
];

/** The column heads. Those of a sortable column link to the same models in that order. */
export function ModelTableHead({ filters }: { readonly filters: ModelFilters }) {
  return (
    <thead role="rowgroup" className="@max-[40rem]:hidden">
      <tr role="row" className="border-b border-line">
        {heads.map((head) => (
          <HeadCell key={head.label} head={head} filters={filters} />
        ))}
      </tr>
    </thead>
  );
}

function HeadCell({ head, filters }: { readonly head: Head; readonly filters: ModelFilters }) {
  const { label, sort, order, numeric, wide } = head;
  const isSorted = sort === filters.sort;
  const Icon = isSorted ? (order === "ascending" ? ArrowUp : ArrowDown) : ArrowUpDown;
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={sort ? (isSorted ? order : "none") : undefined}
      className={classes(
        "h-8 px-3 text-xs font-medium whitespace-nowrap text-ink-muted first:pl-4 last:pr-4",
        numeric ? "text-right" : "text-left",
        wide && "@max-[56rem]:hidden",
      )}
    >
      {sort ? (
        <Link
          href={`${paths.models}${modelFiltersQuery({ ...filters, sort })}`}
          scroll={false}
          className="inline-flex min-h-6 items-center gap-1 rounded-sm hover:text-ink"
        >
          {label}
          <Icon aria-hidden className="size-3.5" />
        </Link>
      ) : (
        label
      )}
    </th>
  );
}
