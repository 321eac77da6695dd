import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { judgeAction, writeForm } from "@/lib/server/rules/action-call";
import { type Header, withHeaders } from "@/lib/server/rules/forwarding";
import { isOwnForm, pathOf, type Rejection, rejectionOfPageRequest } from "@/lib/server/rules/page-request";
import type { BuiltPages } from "./built-pages";
import type { PlainPages } from "./plain-pages";
import type { Proxy } from "./proxy";
import { readWhole } from "./read-whole";
import { rejectRequest } from "./reject-request";

/** Forms have few fields. They are buffered whole, so this limit times all connections must fit in memory. */
const pageBodyMax = 64 * 1024;
const webhookBodyMax = 512 * 1024;
const webhookPath = /^\/api\/webhooks\//;

const tooLarge: Rejection = { status: 413, sentence: "The request is too large." };
const nothingHere: Rejection = { status: 404, sentence: "There is nothing at this address." };
const foreign: Rejection = {
  status: 403,
  sentence: "This form was sent from another site and was rejected.",
};

type PageGate = (
  incoming: IncomingMessage,
  response: ServerResponse,
  internal: readonly Header[],
) => Promise<void>;

/**
 * Passes valid requests to the pages' server and rejects the rest, because the framework responds to requests it cannot
 * parse with 500, or with a page, and logs a stack. The third argument has the headers for the pages' server.
 */
export function pageGate(proxy: Proxy, built: BuiltPages, plain: PlainPages, ownOrigin: string): PageGate {
  return async (incoming, response, internal) => {
    const { method = "GET", url = "/", headersDistinct } = incoming;
    const path = pathOf(url);
    const isRoute = built.isRoute(path);
    const rejection = rejectionOfPageRequest({ method, url, headers: headersDistinct }, isRoute);
    if (rejection) return rejectRequest(response, rejection);
    if (built.isMissing(path)) return rejectRequest(response, nothingHere);
    const bodyMax = webhookPath.test(url) ? webhookBodyMax : pageBodyMax;
    if (Number(incoming.headers["content-length"] ?? 0) > bodyMax) return rejectRequest(response, tooLarge);
    const pass = isRoute ? proxy.pass : plain.passing(incoming, proxy.pass);
    if (isRoute || method !== "POST") return pass({ incoming, response, headers: internal, body: bodyMax });
    if (!isOwnForm(headersDistinct, ownOrigin)) return rejectRequest(response, foreign);
    const body = await readWhole(incoming, bodyMax);
    if (body === null) return rejectRequest(response, tooLarge);
    const judged = await judgeAction(actionCall(incoming, body), built.isAction);
    if (!judged.ok) {
      // Tells the page's script that the page is from an earlier build.
      if (judged.rejection.status === 404) response.setHeader("X-NextJS-Action-Not-Found", "1");
      return rejectRequest(response, judged.rejection);
    }
    const boundary = `counterfoil-${randomUUID()}`;
    const form = Buffer.from(writeForm(judged.form, boundary), "utf8");
    const headers = withHeaders(internal, {
      // The framework compares origins too, and would reject the "null" of a page that sends no referrer.
      Origin: ownOrigin,
      "Transfer-Encoding": null,
      "Content-Type": `multipart/form-data; boundary=${boundary}`,
      "Content-Length": String(form.length),
    });
    pass({ incoming, response, headers, body: form });
  };
}

function actionCall({ headers }: IncomingMessage, body: Buffer) {
  const actionId = headers["next-action"];
  return {
    actionId: actionId === undefined ? null : String(actionId),
    contentType: headers["content-type"] ?? "",
    body,
  };
}
