import { env } from "@/lib/config/env";
import { isSameOrigin } from "@/lib/http/origin-check";
import { readTextBody } from "@/lib/http/text-body";
import { knownEvents } from "@/lib/interface-events/rules/event-names";
import { fail, ok } from "@/lib/kernel/outcome";
import { defineRoute } from "@/lib/web/define-route";
import { recordNames } from "@/lib/web/record-action";

const bytesMax = 2_000;

/**
 * Takes names of opened pages and shown errors from the console, and answers whether they are collected. Names that are not
 * on the list are dropped.
 */
export const POST = defineRoute({
  kinds: { foreign_origin: "forbidden" },
  perPerson: { name: "interface_event_reports", points: 240, durationSeconds: 3_600 },
  run: async ({ actor, request }) => {
    const { appUrl } = env();
    if (!isSameOrigin(request.headers, appUrl)) {
      const message = `Reports are only accepted from pages of ${new URL(appUrl).origin}.`;
      return fail("foreign_origin", { message });
    }
    const body = await readTextBody(request, bytesMax);
    if (body === null) return fail("too_large", { message: "The report is too large." });
    return ok({ collecting: await recordNames(actor, knownEvents(parsed(body))) });
  },
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
