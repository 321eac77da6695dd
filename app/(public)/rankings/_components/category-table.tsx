import { ModelName } from "@/components/product/model-name";
import { DataTable } from "@/components/ui/data/table";
import type { CategoryRanking } from "@/lib/activity/list-categories";
import { publishedMin } from "@/lib/activity/rules/categories";
import { defaultFormats } from "@/lib/kernel/format";
import { capitalized } from "@/lib/kernel/capitalized";

type CategoryTableProps = { readonly rows: readonly CategoryRanking[] };

/** What sampled prompts were about, with the models that were used for it. Absent where nothing can be published. */
export function CategoryTable({ rows }: CategoryTableProps) {
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="by-category" className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-col gap-0.5">
        <h2 id="by-category" className="text-lg font-semibold">
          By category
        </h2>
        <p className="max-w-[72ch] text-ink-muted">
          From a sample of prompts of workspaces that allow it. Only the category is kept. Groups of fewer
          than {publishedMin} prompts are left out, and numbers are rounded down to tens.
        </p>
      </div>
      <DataTable
        caption="Categories by sampled prompts"
        rows={rows}
        rowKey={({ category }) => category}
        columns={[
          {
            id: "category",
            header: "Category",
            rowHeader: true,
            cell: ({ category }) => capitalized(category),
          },
          {
            id: "model",
            header: "Top model",
            phone: "status",
            cell: ({ models: [first] }) => (first ? <ModelName id={first.model} /> : null),
          },
          {
            id: "prompts",
            header: "Sampled prompts",
            numeric: true,
            cell: ({ prompts }) => defaultFormats.count(prompts),
          },
        ]}
      />
    </section>
  );
}
