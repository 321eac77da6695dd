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
    { id: "trains", header: "Trains", phone: "detail", cell: (row) => <Trains row={row} /> },
    { id: "publishes", header: "Publishes", phone: "hidden", cell: ({ publishes }) => publishes },
    { id: "keeps", header: "Keeps prompts", phone: "hidden", cell: ({ keeps }) => keeps },
    {
      id: "models",
      header: "Models",
      phone: "detail",
      cell: (row) => <Models row={row} formats={formats} />,
    },
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

/** Where rows are narrow, one sentence is in place of the three columns. */
function Trains({ row: { trains, policyWords } }: { readonly row: ProviderRow }) {
  return (
    <>
      <span className="@max-[40rem]/table:hidden">{trains}</span>
      <span className="@min-[40rem]/table:hidden">{policyWords}</span>
    </>
  );
}

function Models({ row, formats }: { readonly row: ProviderRow; readonly formats: Formats }) {
  const { usableModels, models } = row;
  const isAll = usableModels === models;
  const text = isAll ? formats.count(models) : `${formats.count(usableModels)} of ${formats.count(models)}`;
  const word = <span className="@min-[40rem]/table:hidden">{models === 1 ? " model" : " models"}</span>;
  if (isAll || usableModels > 0)
    return (
      <>
        {text}
        {word}
      </>
    );
  return (
    <span className="inline-flex flex-col items-start gap-0.5">
      <span>
        <Badge tone="warning">{text}</Badge>
        {word}
      </span>
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
