import { exportStoredContent } from "@/lib/privacy/export-stored-content";
import { contentRange, downloadedDays } from "@/lib/privacy/rules/content-days";
import { defineRoute } from "@/lib/web/define-route";
import { textStream } from "@/lib/web/text-stream";
import { getWorkspace } from "@/lib/workspaces/get-workspace";

/**
 * Stored content of the days `from` to `to` in the workspace's time zone, or all of it, as streamed lines of JSON, for
 * owners and admins. An error aborts the download, which then has no end line.
 */
export const GET = defineRoute({
  query: downloadedDays,
  perPerson: { name: "stored_content_export", points: 30, durationSeconds: 3_600 },
  download: "stored content",
  run: async ({ actor, query }) => {
    const { timeZone } = await getWorkspace(actor);
    const exported = await exportStoredContent(actor, contentRange(query, timeZone));
    if (!exported.ok) return exported;
    return new Response(textStream(exported.value), {
      headers: {
        "content-type": "application/x-ndjson; charset=utf-8",
        "content-disposition": 'attachment; filename="stored-content.ndjson"',
      },
    });
  },
});
