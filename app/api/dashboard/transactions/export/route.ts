import { exportTransactions } from "@/lib/activity/transactions/export-transactions";
import { transactionQuerySchema } from "@/lib/activity/rules/transaction-filter";
import { defineRoute } from "@/lib/web/define-route";
import { textStream } from "@/lib/web/text-stream";

/** The transactions that match the filter of the Credits page, as streamed CSV. */
export const GET = defineRoute({
  query: transactionQuerySchema,
  perPerson: { name: "transactions_export", points: 60, durationSeconds: 3_600 },
  download: "transactions",
  run: async ({ actor, query: { kind, q } }) =>
    new Response(textStream(exportTransactions(actor, { kind, search: q })), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="transactions${kind ? `-${kind}` : ""}.csv"`,
      },
    }),
});
