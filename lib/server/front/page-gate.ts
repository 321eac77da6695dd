import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { judgeAction, writeForm } from "@/lib/server/rules/action-call";
import { type Header, withHeaders } from "@/lib/server/rules/forwarding";
import { isOwnForm, pathOf, type Refusal, refusalOfPageRequest } from "@/lib/server/rules/page-request";
import type { BuiltPages } from "./built-pages";
import type { Proxy } from "./proxy";
import { readWhole } from "./read-whole";
import { refuse } from "./refuse";

/** Forms have a few fields. They are held whole before they go on, so this times all connections must fit in memory. */
const pageBodyMax = 64 * 1024;
const webhookBodyMax = 512 * 1024;
const webhookPath = /^\/api\/webhooks\//;

const tooLarge: Refusal = { status: 413, sentence: "The request is too large." };
const foreign: Refusal = { status: 403, sentence: "This form was sent from another site and was rejected." };

type PageGate = (
  incoming: IncomingMessage,
  answer: ServerResponse,
  internal: readonly Header[],
) => Promise<void>;

/**
 * Lets through to the pages' server what that can take, and answers the rest: the framework answers what it cannot read
 * with 500, or with a page, and logs a stack. `inward` are the headers that go on.
 */
export function pageGate(proxy: Proxy, pages: BuiltPages, ownOrigin: string): PageGate {
  return async (incoming, answer, internal) => {
    const { method = "GET", url = "/", headersDistinct } = incoming;
    const isRoute = pages.isRoute(pathOf(url));
    const refusal = refusalOfPageRequest({ method, url, headers: headersDistinct }, isRoute);
    if (refusal) return refuse(answer, refusal);
    const bodyMax = webhookPath.test(url) ? webhookBodyMax : pageBodyMax;
    if (Number(incoming.headers["content-length"] ?? 0) > bodyMax) return refuse(answer, tooLarge);
    if (isRoute || method !== "POST") return proxy.pass(incoming, answer, internal, bodyMax);
    if (!isOwnForm(headersDistinct, ownOrigin)) return refuse(answer, foreign);
    const body = await readWhole(incoming, bodyMax);
    if (body === null) return refuse(answer, tooLarge);
    const judged = await judgeAction(actionCall(incoming, body), pages.isAction);
    if (!judged.ok) return refuse(answer, judged.refusal);
    const boundary = `counterfoil-${randomUUID()}`;
    const form = Buffer.from(writeForm(judged.form, boundary), "utf8");
    const headers = withHeaders(internal, {
      // The framework compares origins too, and would refuse the "null" of a page that sends no referrer.
      Origin: ownOrigin,
      "Transfer-Encoding": null,
      "Content-Type": `multipart/form-data; boundary=${boundary}`,
      "Content-Length": String(form.length),
    });
    proxy.pass(incoming, answer, headers, form);
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
