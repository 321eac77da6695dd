import { getChangeToken } from "@/lib/activity/get-change-token";
import { defineRoute } from "@/lib/web/define-route";

/** A token that changes whenever a request is recorded. The first page of the feed polls it. */
export const GET = defineRoute({ run: async ({ actor }) => ({ changeToken: await getChangeToken(actor) }) });
