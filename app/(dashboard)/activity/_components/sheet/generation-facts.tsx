import { Moment } from "@/components/product/moment";
import { CopyValue } from "@/components/ui/actions/copy-value";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { appName } from "@/lib/activity/rules/app-name";
import { keyName } from "@/lib/activity/rules/feed-item";
import { type GenerationRow, requestTags } from "@/lib/activity/rules/generation-fields";
import { throughput } from "@/lib/activity/rules/roll-up";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { FilterLink } from "./filter-link";

type GenerationFactsProps = {
  readonly generation: GenerationRow;
  /** Its display name. */
  readonly provider: string;
  readonly zone: string;
};

/** The metadata of a request. Its model, provider, key, app and end user lead to all requests with the same one. */
export async function GenerationFacts({ generation: row, provider, zone }: GenerationFactsProps) {
  const formats = await viewerFormats();
  const app = appName(row);
  const speed = throughput(row);
  const items = [
    { term: `Time (${zone})`, detail: <Moment at={row.createdAt} zone={zone} /> },
    { term: "Model", detail: filtered("model", row.model, row.model) },
    { term: "Provider", detail: filtered("provider", row.provider, provider) },
    { term: "Key", detail: filtered("key", row.keyId, keyName(row)) },
    { term: "Created by", detail: row.memberName ?? "Not recorded" },
    { term: "App", detail: app && row.appId ? filtered("app", row.appId, app) : "Not set" },
    ...requestTags.map(({ name, heading }) => ({ term: heading, detail: tagDetail(row, name) })),
    {
      term: "Throughput",
      detail: speed === null ? "Not measured" : `${formats.count(Math.round(speed))} tokens/s`,
    },
    { term: "Streamed", detail: row.streamed ? "Yes" : "No" },
    {
      term: "Finish reason",
      detail: row.cancelled ? "canceled by the client" : (row.finishReason ?? "unknown"),
    },
    { term: "Attempts", detail: formats.count(row.attempts) },
    { term: "Token counts", detail: tokenSource(row) },
    {
      term: "Provider's ID",
      detail: row.upstreamId ? (
        <CopyValue value={row.upstreamId} label="provider's ID" mono />
      ) : (
        "Not reported"
      ),
    },
  ];
  return (
    <section aria-label="Request">
      <DefinitionList items={items} />
    </section>
  );
}

function filtered(name: "model" | "provider" | "key" | "app" | "user", value: string, text: string) {
  return (
    <FilterLink name={name} value={value}>
      {text}
    </FilterLink>
  );
}

function tagDetail(row: GenerationRow, name: (typeof requestTags)[number]["name"]) {
  const value = row[name];
  if (value === null) return "Not set";
  return name === "endUser" ? filtered("user", value, value) : value;
}

function tokenSource({ estimated, usageCapped }: GenerationRow): string {
  if (usageCapped) return "Capped: the provider reported more than is possible";
  return estimated ? "Estimated: the provider reported no usage" : "As reported by the provider";
}
