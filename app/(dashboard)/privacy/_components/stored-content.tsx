import { Trash2 } from "lucide-react";
import { Button } from "@/components/ui/actions/button";
import { LinkButton } from "@/components/ui/actions/link-button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { parseGenerationId } from "@/lib/activity/rules/generation-id";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Actor } from "@/lib/kernel/actor";
import type { Formats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import { countContentRange } from "@/lib/privacy/count-content-range";
import { listPromptLogs } from "@/lib/privacy/list-prompt-logs";
import { type BoundedCount, formatBounded } from "@/lib/privacy/rules/bounded-count";
import { type ContentRange, contentRange } from "@/lib/privacy/rules/content-days";
import { removalPhrase } from "@/lib/privacy/rules/removal";
import { deleteStoredContent } from "../actions";
import { type ContentFilter, ContentSearch, isFiltered } from "./content-search";
import { DeleteDays } from "./delete-days";
import { StoredContentTable } from "./stored-content-table";

type StoredContentProps = {
  readonly actor: Actor;
  readonly total: BoundedCount;
  readonly filter: ContentFilter;
  readonly timeZone: string;
};

/** Lists the requests with stored content, finds, exports and deletes them. Shown only to owners and admins. */
export async function StoredContent({ actor, total, filter, timeZone }: StoredContentProps) {
  const range = contentRange(filter, timeZone);
  const listed = await list(actor, { filter, range });
  if (!listed || (total.count === 0 && listed.rows.length === 0 && !isFiltered(filter))) return null;
  const formats = await viewerFormats();
  const { rows, nextCursor } = listed;
  return (
    <Card
      id="stored"
      title="Stored content"
      description={`${sentence(total, formats)} Times are in ${timeZone}.`}
      action={<DeleteAll figure={formatBounded(total, formats)} />}
    >
      <ContentSearch filter={filter} />
      {range && filter.find === undefined ? (
        <ChosenDays actor={actor} range={range} filter={filter} formats={formats} />
      ) : null}
      {rows.length > 0 ? (
        <StoredContentTable rows={rows} timeZone={timeZone} formats={formats} />
      ) : (
        <EmptyState title="Nothing found">
          {filter.find === undefined
            ? "No content is stored of requests on these days."
            : "No stored content has this generation ID. It may never have been stored, or has been deleted."}
        </EmptyState>
      )}
      {nextCursor ? <LinkButton href={olderHref(filter, nextCursor)}>Older</LinkButton> : null}
    </Card>
  );
}

type Listing = Pick<StoredContentProps, "filter"> & { readonly range: ContentRange | null };

/** Null for those who may not see it. An ID that was never issued finds nothing. */
async function list(actor: Actor, { filter, range }: Listing) {
  if (filter.find === undefined) {
    const page = await listPromptLogs(actor, { cursor: filter.stored, range });
    return page.ok ? page.value : null;
  }
  const generationId = parseGenerationId(filter.find);
  const page = await listPromptLogs(actor, generationId === null ? { limit: 0 } : { generationId });
  if (!page.ok) return null;
  return generationId === null ? { rows: [], nextCursor: null } : page.value;
}

function sentence({ count, more }: BoundedCount, formats: Formats): string {
  const have = count === 1 ? "request has" : "requests have";
  return `${more ? "More than " : ""}${formats.count(count)} ${have} stored content.`;
}

function olderHref({ from, to }: ContentFilter, cursor: string): string {
  const days = Object.entries({ from, to }).flatMap(([name, day]) => (day ? [`&${name}=${day}`] : []));
  return `${paths.privacy}?stored=${cursor}${days.join("")}#stored`;
}

function DeleteAll({ figure }: { readonly figure: string }) {
  return (
    <ConfirmDialog
      trigger={
        <Button variant="danger" icon={<Trash2 aria-hidden />}>
          Delete all
        </Button>
      }
      title="Delete all stored content"
      consequence={`The prompts and completions of ${figure} requests are deleted immediately and can't be recovered. Metadata is kept.`}
      confirmLabel="Delete all stored content"
      typed="delete"
      action={deleteStoredContent}
      toast
    />
  );
}

type ChosenDaysProps = {
  readonly actor: Actor;
  readonly range: ContentRange;
  readonly filter: ContentFilter;
  readonly formats: Formats;
};

/** How much the chosen days have, and its deletion. */
async function ChosenDays({ actor, range, filter: { from, to }, formats }: ChosenDaysProps) {
  const counted = await countContentRange(actor, range);
  if (!counted.ok || counted.value.count.count === 0) return null;
  const { count, countedAt } = counted.value;
  const requests = `${formatBounded(count, formats)} ${count.count === 1 ? "request" : "requests"}`;
  const days = Object.fromEntries(
    Object.entries({ from, to }).flatMap(([name, day]) => (day ? [[name, day]] : [])),
  );
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <p>These days: {requests}.</p>
      <DeleteDays
        requests={requests}
        phrase={removalPhrase(count, formats)}
        fields={{ ...days, countedAt: countedAt.toISOString() }}
      />
    </div>
  );
}
