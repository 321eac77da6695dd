import { describeFilters } from "@/lib/activity/describe-filters";
import { getUsageChart } from "@/lib/activity/get-usage-chart";
import { listKeyLabels } from "@/lib/activity/list-key-labels";
import { renderUsagePdf } from "@/lib/activity/render-usage-pdf";
import { activityQuerySchema } from "@/lib/activity/rules/parse-filters";
import { systemClock } from "@/lib/kernel/clock";
import { defineRoute } from "@/lib/web/define-route";
import { getWorkspace } from "@/lib/workspaces/get-workspace";

/** The totals, chart and breakdown for the filters as a PDF file. */
export const GET = defineRoute({
  query: activityQuerySchema,
  perPerson: { name: "usage_summary", points: 120, durationSeconds: 3_600 },
  download: "usage summary",
  run: async ({ actor, query, formats }) => {
    const [usage, filterTexts, workspace] = await Promise.all([
      getUsageChart(actor, query),
      describeFilters(actor, query),
      getWorkspace(actor),
    ]);
    const isByKey = query.group === "key";
    const keyLabels = await listKeyLabels(actor, isByKey ? usage.rows.map(({ value }) => value) : []);
    const paper = formats.choice === "en-US" ? "LETTER" : "A4";
    const readAt = systemClock();
    const file = await renderUsagePdf(
      { usage, filters: query, filterTexts, keyLabels, workspaceName: workspace.name, readAt },
      paper,
    );
    return new Response(file, {
      headers: {
        "content-type": "application/pdf",
        "content-disposition": 'attachment; filename="activity.pdf"',
      },
    });
  },
});
