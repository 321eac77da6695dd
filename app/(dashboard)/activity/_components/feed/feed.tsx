import { Activity } from "lucide-react";
import { LinkButton } from "@/components/ui/actions/link-button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { Feed as FeedData } from "@/lib/activity/get-feed";
import {
  activityHref,
  activityQuery,
  type ActivityFilters,
  cursorText,
  isNarrowed,
} from "@/lib/activity/rules/activity-filters";
import { requestsAnchor } from "@/lib/activity/rules/charts/usage-views";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { paths } from "@/lib/kernel/paths";
import { FeedList } from "./feed-list";

type FeedProps = {
  readonly filters: ActivityFilters;
  readonly feed: FeedData;
  /** The zone of the page's times. */
  readonly zone: string;
  readonly changeToken: string;
  /** Wire id of the request whose sheet is open. */
  readonly opened: string | null;
};

/** The requests of the page's range and filters, and what is shown when there are none. */
export async function Feed({ filters, feed: { keptFrom, ...feed }, zone, changeToken, opened }: FeedProps) {
  const formats = await viewerFormats();
  const hasUsage = feed.totals.requests !== "0";
  const note =
    keptFrom && hasUsage
      ? `The total includes requests before ${formats.day(keptFrom, zone)}. They are no longer listed because of your retention setting.`
      : null;
  return (
    <FeedList
      feed={feed}
      changeToken={changeToken}
      query={activityQuery({ ...filters, cursor: null })}
      cursor={filters.cursor && cursorText(filters.cursor)}
      opened={opened}
      zone={zone}
      now={quarterHour(new Date()).toISOString()}
      failedHref={
        filters.status === null
          ? `${activityHref(paths.activity, filters, { status: "error" })}#${requestsAnchor}`
          : null
      }
      note={note}
      empty={<EmptyFeed filters={filters} hasUsage={hasUsage} />}
    />
  );
}

const msPerQuarterHour = 900_000;

/** Days begin with a quarter-hour in every zone, so this names them, and the page differs only by what it shows. */
function quarterHour(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / msPerQuarterHour) * msPerQuarterHour);
}

type EmptyFeedProps = Pick<FeedProps, "filters"> & { readonly hasUsage: boolean };

function EmptyFeed({ filters, hasUsage }: EmptyFeedProps) {
  const everything = <LinkButton href={`${paths.activity}?range=30d`}>Show the last 30 days</LinkButton>;
  // The sums are those of the filters: usage without rows is usage whose rows are not stored.
  if (hasUsage) {
    return (
      <EmptyState
        icon={<Activity aria-hidden />}
        title={`No requests are stored for ${isNarrowed(filters) ? "these filters" : "this range"}`}
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
