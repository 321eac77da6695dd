import { getUsageChart } from "@/lib/activity/get-usage-chart";
import { activityQuerySchema } from "@/lib/activity/rules/parse-filters";
import { usageCsv } from "@/lib/activity/rules/charts/usage-csv";
import { usageChartModel } from "@/lib/activity/rules/charts/usage-views";
import { defineRoute } from "@/lib/web/define-route";

/** The chart for the filters: the model to draw, or with `format=csv` the sums behind it. */
export const GET = defineRoute({
  query: activityQuerySchema,
  download: "usage chart",
  run: async ({ actor, query, request, formats }) => {
    const usage = await getUsageChart(actor, query);
    if (new URL(request.url).searchParams.get("format") !== "csv")
      return usageChartModel(usage, query, formats);
    return new Response(usageCsv(usage, query.group), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="usage.csv"',
      },
    });
  },
});
