import { getChangeToken } from "@/lib/activity/get-change-token";
import { defineRoute } from "@/lib/web/define-route";

/** Changes when a request was recorded; polled by the first page of the feed. */
export const GET = defineRoute({ run: async ({ actor }) => ({ changeToken: await getChangeToken(actor) }) });
