import { countStored } from "@/lib/activity/count-stored";
import { activityQuerySchema } from "@/lib/activity/rules/parse-filters";
import { defineRoute } from "@/lib/web/define-route";

/** How many requests an export for the filters contains. */
export const GET = defineRoute({
  query: activityQuerySchema,
  run: ({ actor, query }) => countStored(actor, query),
});
