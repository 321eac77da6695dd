import type { IncomingMessage, ServerResponse } from "node:http";
import { fontPath, sendFont } from "@/lib/sandbox/http/font";
import { pagePolicy, sendJson, sendPage } from "@/lib/sandbox/http/serve";
import type { Mailbox } from "./mailbox";
import { listPage, listPolicy, mailPage, missingPage } from "./pages";

// A srcdoc frame inherits the page's policy, so the page must allow what the frame's own, equal policy allows.
const policy = `${pagePolicy}; form-action 'none'`;

/** Serves the inbox: pages for people, `/api/mails` for programs. */
export function handleInbox(mailbox: Mailbox, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://inbox");
  const to = url.searchParams.get("to");
  if (url.pathname === "/api/mails") {
    if (request.method === "DELETE") {
      mailbox.clear();
      response.writeHead(204).end();
      return;
    }
    return sendJson(response, 200, JSON.stringify({ data: mailbox.list(to) }));
  }
  if (url.pathname === fontPath) return sendFont(response);
  if (url.pathname === "/api/latest") {
    return sendJson(response, 200, JSON.stringify({ latest: mailbox.list(to)[0]?.id ?? "" }));
  }
  const [, area, id] = /^\/(api\/mails|mails)\/([0-9a-f-]{36})$/.exec(url.pathname) ?? [];
  if (area && id && request.method === "GET") {
    const mail = mailbox.find(id);
    if (area === "mails")
      return sendPage(response, mail ? 200 : 404, mail ? mailPage(mail) : missingPage(), policy);
    return mail ? sendJson(response, 200, JSON.stringify({ data: mail })) : notFound(response);
  }
  if (url.pathname === "/" && request.method === "GET") {
    return sendPage(response, 200, listPage(mailbox.list(to), to), `${policy}; ${listPolicy}`);
  }
  return notFound(response);
}

function notFound(response: ServerResponse): void {
  sendJson(response, 404, '{"error":{"message":"Not found"}}');
}
