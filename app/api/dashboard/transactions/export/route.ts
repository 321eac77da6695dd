import { exportTransactions } from "@/lib/activity/export-transactions";
import { defineRoute } from "@/lib/web/define-route";

/** The statement of the workspace's credits as CSV. */
export const GET = defineRoute({
  run: async ({ actor }) =>
    new Response(await exportTransactions(actor), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="transactions.csv"',
      },
    }),
});
