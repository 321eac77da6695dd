import { exportGenerations } from "@/lib/activity/export-generations";
import { activityQuerySchema } from "@/lib/activity/rules/parse-filters";
import { systemClock } from "@/lib/kernel/clock";
import { defineRoute } from "@/lib/web/define-route";

const types = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson; charset=utf-8" } as const;

/**
 * Every request that matches the filters, as streamed CSV, or with `format=ndjson` as lines of JSON. An error aborts the
 * download, so a short file does not look complete.
 */
export const GET = defineRoute({
  query: activityQuerySchema,
  run: async ({ actor, query, request }) => {
    const format = new URL(request.url).searchParams.get("format") === "ndjson" ? "ndjson" : "csv";
    return new Response(textStream(exportGenerations(actor, query, systemClock, format)), {
      headers: {
        "content-type": types[format],
        "content-disposition": `attachment; filename="activity.${format}"`,
      },
    });
  },
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
