import { getActivityPulse } from "@/lib/activity/get-activity-pulse";
import { defineRoute } from "@/lib/web/define-route";

/** Changes when a request was recorded; polled by the first page of the feed. */
export const GET = defineRoute({ run: async ({ actor }) => ({ pulse: await getActivityPulse(actor) }) });
