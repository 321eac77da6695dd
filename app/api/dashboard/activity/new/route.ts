import { getNewRows } from "@/lib/activity/get-feed";
import { activityQuerySchema } from "@/lib/activity/rules/parse-filters";
import { readKnown } from "@/lib/activity/rules/feed-item";
import { defineRoute } from "@/lib/web/define-route";

/** The rows of the feed's first page that the browser does not have yet (`known`), with the sums of the filters. */
export const GET = defineRoute({
  query: activityQuerySchema,
  run: ({ actor, query, request }) =>
    getNewRows(actor, query, readKnown(new URL(request.url).searchParams.get("known"))),
});
