import { GenerationStatus } from "@/components/product/generation-status";
import { CopyValue } from "@/components/ui/actions/copy-value";
import { CodeBlock } from "@/components/ui/data/code-block";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Disclosure } from "@/components/ui/layout/disclosure";
import type { FeedItem } from "@/lib/activity/rules/feed-item";
import type { GenerationRow } from "@/lib/activity/rules/generation-fields";
import { catalog } from "@/lib/catalog/catalog";
import { findPrices } from "@/lib/catalog/find-prices";
import { GenerationCharge } from "./generation-charge";
import { GenerationFacts } from "./generation-facts";
import { GenerationFailure } from "./generation-failure";
import { GenerationTimeline } from "./generation-timeline";
import { RequestSheet } from "./request-sheet";

type GenerationSheetProps = {
  /** Null: it does not exist, belongs to another owner, or is no longer kept. */
  readonly generation: GenerationRow | null;
  /** Rows of the feed behind the sheet, for previous and next. */
  readonly items: readonly FeedItem[];
  readonly zone: string;
};

/** All details of one request: what went wrong, its course, its charge line by line, its metadata, the raw record. */
export async function GenerationSheet({ generation, items, zone }: GenerationSheetProps) {
  if (!generation) {
    return (
      <RequestSheet title="Request">
        <EmptyState title="Request not found">
          It isn't in this workspace, or it's past your retention period.
        </EmptyState>
      </RequestSheet>
    );
  }
  const prices = await findPrices(generation.priceListId);
  const place = items.findIndex((item) => item.id === generation.id);
  const beside = (step: number) => (place < 0 ? null : (items[place + step]?.wireId ?? null));
  const provider = providerName(generation.provider);
  return (
    <RequestSheet title={generation.model} description={provider} newer={beside(-1)} older={beside(1)}>
      <div className="flex items-center justify-between gap-2">
        <CopyValue value={generation.wireId} label="ID" mono>
          <span className="max-sm:hidden">{generation.wireId}</span>
          <span className="whitespace-nowrap sm:hidden">{shortened(generation.wireId)}</span>
        </CopyValue>
        <GenerationStatus status={generation.status} cancelled={generation.cancelled} />
      </div>
      {generation.status >= 400 ? <GenerationFailure generation={generation} /> : null}
      <GenerationTimeline generation={generation} providerName={providerName} />
      <GenerationCharge generation={generation} prices={prices} />
      <GenerationFacts generation={generation} provider={provider} zone={zone} />
      <Disclosure summary="Raw record">
        <CodeBlock label="raw record" code={rawJson(generation)} />
      </Disclosure>
    </RequestSheet>
  );
}

function providerName(slug: string): string {
  return catalog().providerBySlug.get(slug)?.name ?? slug;
}

/** The time and the end of an id, which fit into the line of a phone. */
function shortened(wireId: string): string {
  return `${wireId.slice(0, wireId.lastIndexOf("-") + 1)}…${wireId.slice(-6)}`;
}

function rawJson(row: GenerationRow): string {
  return JSON.stringify(row, (_key, value) => (typeof value === "bigint" ? value.toString() : value), 2);
}
