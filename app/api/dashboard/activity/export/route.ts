import { exportGenerations } from "@/lib/activity/export-generations";
import { activityQuerySchema } from "@/lib/activity/rules/activity-filters";
import { defineRoute } from "@/lib/web/define-route";

/**
 * Every request that matches the filters, as streamed CSV. An error aborts the download, so a short file does not look
 * complete.
 */
export const GET = defineRoute({
  query: activityQuerySchema,
  run: async ({ actor, query }) =>
    new Response(textStream(exportGenerations(actor, query)), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="activity.csv"',
      },
    }),
});

function textStream(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
