import { type Column, DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Formats } from "@/lib/kernel/format";
import type { ChangePreviews, ProviderRow } from "@/lib/privacy/preview-changes";
import { ProviderSwitch } from "./provider-switch";

type ProviderTableProps = { readonly previews: ChangePreviews; readonly canChange: boolean };

/** Providers with their policies, and a switch for each. */
export async function ProviderTable({ previews, canChange }: ProviderTableProps) {
  const formats = await viewerFormats();
  const { providers, usable, total } = previews;
  const columns: readonly Column<ProviderRow>[] = [
    { id: "name", header: "Provider", rowHeader: true, cell: ({ name }) => name },
    { id: "trains", header: "Trains", cell: ({ trains }) => trains },
    { id: "keeps", header: "Keeps prompts", cell: ({ keeps }) => keeps },
    { id: "models", header: "Models", cell: (row) => <Models row={row} formats={formats} /> },
    {
      id: "requests",
      header: "Yours, 30 days",
      numeric: true,
      cell: ({ requests }) => `${formats.count(requests)} ${requests === 1n ? "request" : "requests"}`,
    },
    {
      id: "allowed",
      header: "Allowed",
      phone: "actions",
      cell: ({ slug, name, allowed, change }) => (
        <ProviderSwitch slug={slug} name={name} allowed={allowed} change={change} disabled={!canChange} />
      ),
    },
  ];
  return (
    <section
      id="providers"
      aria-labelledby="providers-title"
      className="flex min-w-0 scroll-mt-16 flex-col gap-2"
    >
      <div className="flex flex-col gap-0.5">
        <h2 id="providers-title" className="text-lg font-semibold">
          Providers
        </h2>
        <p className="text-ink-muted">
          Your settings allow {formats.count(usable)} of {formats.count(total)} endpoints.
        </p>
      </div>
      <div className="border-y border-line">
        <DataTable
          caption="Providers, their data policies, and whether requests may go to them"
          columns={columns}
          rows={providers}
          rowKey={({ slug }) => slug}
        />
      </div>
    </section>
  );
}

function Models({
  row: { usableModels, models },
  formats,
}: {
  readonly row: ProviderRow;
  readonly formats: Formats;
}) {
  if (usableModels === models) return formats.count(models);
  const text = `${formats.count(usableModels)} of ${formats.count(models)}`;
  return usableModels === 0 ? <Badge tone="warning">{text}</Badge> : text;
}
