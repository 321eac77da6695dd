import { Activity } from "lucide-react";
import { LinkButton } from "@/components/ui/actions/link-button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import type { Usage } from "@/lib/activity/get-usage-chart";
import type { FeedPage } from "@/lib/activity/list-generations";
import { activityHref, type ActivityFilters, isNarrowed } from "@/lib/activity/rules/activity-filters";
import { formatDay } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import { FeedCards } from "./feed-cards";
import { FeedTable } from "./feed-table";
import { LiveFeed } from "./live-feed";

type FeedProps = {
  readonly filters: ActivityFilters;
  readonly feed: FeedPage;
  readonly usage: Usage;
  readonly changeToken: string;
  /** True until the workspace's first request. */
  readonly isFresh: boolean;
};

/** The feed: one row per request, newest first. */
export function Feed({ filters, feed, usage, changeToken, isFresh }: FeedProps) {
  const { zone } = usage.range;
  const kept = feed.keptFrom
    ? ` Requests before ${formatDay(feed.keptFrom, zone)} appear only in charts because of your retention setting.`
    : "";
  return (
    <Card
      padding="flush"
      title="Requests"
      description={`Newest first, times in ${zone}.${kept}`}
      action={filters.cursor ? null : <LiveFeed changeToken={changeToken} />}
    >
      {feed.rows.length === 0 ? (
        <EmptyFeed filters={filters} hasUsage={usage.totals.requests > 0n} isFresh={isFresh} />
      ) : null}
      <FeedCards rows={feed.rows} filters={filters} zone={zone} />
      <div className="max-sm:hidden">
        {feed.rows.length === 0 ? null : <FeedTable rows={feed.rows} filters={filters} zone={zone} />}
      </div>
      <FeedPages filters={filters} feed={feed} />
    </Card>
  );
}

function EmptyFeed({
  filters,
  hasUsage,
  isFresh,
}: {
  readonly filters: ActivityFilters;
  readonly hasUsage: boolean;
  readonly isFresh: boolean;
}) {
  if (isFresh)
    return (
      <EmptyState icon={<Activity aria-hidden />} title="No requests yet">
        Send one with the snippet above. It appears here within a second.
      </EmptyState>
    );
  const everything = <LinkButton href={`${paths.activity}?range=30d`}>Show the last 30 days</LinkButton>;
  if (hasUsage && !isNarrowed(filters)) {
    return (
      <EmptyState
        icon={<Activity aria-hidden />}
        title="No requests are stored for this range"
        action={<LinkButton href={paths.privacy}>See retention</LinkButton>}
      >
        Charts still include this usage. Individual requests in this range are no longer stored.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<Activity aria-hidden />} title="No matches" action={everything}>
      {isNarrowed(filters) ? "No requests match these filters." : "No requests in this range."}
    </EmptyState>
  );
}

function FeedPages({ filters, feed }: Pick<FeedProps, "filters" | "feed">) {
  if (!feed.older && !feed.newer) return null;
  const at = (cursor: FeedPage["older"]) => activityHref(paths.activity, filters, { cursor });
  return (
    <nav
      aria-label="Pages of requests"
      className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-2"
    >
      {feed.newer ? (
        <LinkButton href={at(null)} size="small" variant="quiet">
          Newest
        </LinkButton>
      ) : null}
      {feed.newer ? (
        <LinkButton href={at(feed.newer)} size="small">
          Newer
        </LinkButton>
      ) : null}
      {feed.older ? (
        <LinkButton href={at(feed.older)} size="small">
          Older
        </LinkButton>
      ) : null}
    </nav>
  );
}
