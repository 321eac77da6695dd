import { exportGenerations } from "@/lib/activity/export-generations";
import { activityQuerySchema } from "@/lib/activity/rules/parse-filters";
import { systemClock } from "@/lib/kernel/clock";
import { defineRoute } from "@/lib/web/define-route";
import { textStream } from "@/lib/web/text-stream";

const types = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson; charset=utf-8" } as const;

/**
 * Every request that matches the filters, as streamed CSV, or with `format=ndjson` as lines of JSON. An error aborts the
 * download, which then has no end line.
 */
export const GET = defineRoute({
  query: activityQuerySchema,
  perPerson: { name: "activity_export", points: 120, durationSeconds: 3_600 },
  download: "requests",
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
