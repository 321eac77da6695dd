import { z } from "zod";
import { fail } from "@/lib/kernel/outcome";
import { getStatement } from "@/lib/statements/get-statement";
import { renderStatementPdf } from "@/lib/statements/render-statement-pdf";
import { statementLimit } from "@/lib/statements/rules/statement-limit";
import { statementCsv } from "@/lib/statements/rules/statement-csv";
import { defineRoute } from "@/lib/web/define-route";

/** A month's statement as a file: a PDF, or with `format=csv` as CSV. 404 for members, and for a month without one. */
export const GET = defineRoute({
  query: z.object({ format: z.enum(["pdf", "csv"], "format is pdf or csv.").default("pdf") }),
  perPerson: statementLimit,
  download: "statement",
  run: async ({ actor, query: { format }, params, formats }) => {
    const statement = await getStatement(actor, String(params["month"]));
    if (!statement) return fail("not_found");
    const state = statement.isFinished ? "" : "-unfinished";
    const headers = {
      "content-type": format === "pdf" ? "application/pdf" : "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="statement-${statement.month}${state}.${format}"`,
    };
    if (format === "csv") return new Response(statementCsv(statement), { headers });
    const paper = formats.choice === "en-US" ? "LETTER" : "A4";
    return new Response(await renderStatementPdf(statement, paper), { headers });
  },
});
