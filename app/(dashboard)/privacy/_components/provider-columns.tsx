import { TextLink } from "@/components/ui/actions/text-link";
import type { Column } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import type { Formats } from "@/lib/kernel/format";
import type { ProviderRow } from "@/lib/privacy/preview-changes";
import type { BlockingSetting } from "@/lib/privacy/rules/endpoint-policy";

type Columns = {
  readonly formats: Formats;
  readonly allowed: readonly string[];
  readonly toggle: (slug: string) => void;
  readonly canChange: boolean;
};

export function providerColumns(given: Columns): readonly Column<ProviderRow>[] {
  const { formats, allowed, toggle, canChange } = given;
  return [
    { id: "name", header: "Provider", rowHeader: true, cell: (row) => <Name row={row} formats={formats} /> },
    { id: "trains", header: "Trains", cell: ({ trains }) => trains },
    { id: "publishes", header: "Publishes", cell: ({ publishes }) => publishes },
    { id: "keeps", header: "Keeps prompts", cell: ({ keeps }) => keeps },
    { id: "models", header: "Models", cell: (row) => <Models row={row} formats={formats} /> },
    {
      id: "requests",
      header: "Your requests, 30 days",
      numeric: true,
      cell: ({ requests }) => formats.count(requests),
    },
    {
      id: "allowed",
      header: "Allowed",
      phone: "actions",
      cell: ({ slug, name }) => (
        <input
          type="checkbox"
          role="switch"
          name="provider[]"
          value={slug}
          aria-label={`Use ${name}`}
          autoComplete="off"
          checked={allowed.includes(slug)}
          disabled={!canChange}
          onChange={() => toggle(slug)}
          className="slide"
        />
      ),
    },
  ];
}

/** The policy is a statement of the provider as of the day on which it was read. */
function Name({ row, formats }: { readonly row: ProviderRow; readonly formats: Formats }) {
  const { name, policyUrl, policyReadOn } = row;
  const read = policyReadOn ? `read ${formats.day(new Date(`${policyReadOn}T00:00:00Z`), "UTC")}` : null;
  return (
    <span className="flex min-w-0 flex-col">
      {name}
      <span className="text-sm font-normal text-ink-muted">
        {policyUrl ? (
          <TextLink href={policyUrl} external tone="quiet">
            Policy<span className="sr-only"> of {name}</span>
          </TextLink>
        ) : (
          "No policy linked"
        )}
        {read ? `, ${read}` : policyUrl ? ", no date stated" : null}
      </span>
    </span>
  );
}

function Models({ row, formats }: { readonly row: ProviderRow; readonly formats: Formats }) {
  const { usableModels, models } = row;
  if (usableModels === models) return formats.count(models);
  const text = `${formats.count(usableModels)} of ${formats.count(models)}`;
  if (usableModels > 0) return text;
  return (
    <span className="inline-flex flex-col items-start gap-0.5">
      <Badge tone="warning">{text}</Badge>
      {row.allowed && row.blockedBy ? (
        <span className="text-xs text-ink-muted">blocked by {settingNames[row.blockedBy]}</span>
      ) : null}
    </span>
  );
}

/** As the switches above the table are called. */
const settingNames: Readonly<Record<BlockingSetting, string>> = {
  "Paid model training": "training setting",
  "Free model training": "training setting",
  "Publication of inputs": "publishing setting",
  "Zero data retention": "zero data retention",
  "Allowed providers": "choice of providers",
  "Ignored providers": "choice of providers",
};
