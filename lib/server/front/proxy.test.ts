import { once } from "node:events";
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type RequestListener,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { headerPairs } from "@/lib/server/rules/forwarding";
import { createProxy } from "./proxy";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A proxy in front of `pages`; resolves to its port. Bodies may have 100,000 bytes. */
async function startProxy(pages: RequestListener, waitMs?: number): Promise<number> {
  const target = await listen(pages);
  const proxy = createProxy(() => target, waitMs);
  const port = await listen((incoming, response) =>
    proxy.pass({ incoming, response, headers: headerPairs(incoming.rawHeaders), body: 100_000 }),
  );
  servers.at(-1)?.once("close", () => proxy.close());
  return port;
}

type Reply = { readonly status: number; readonly headers: IncomingMessage["headers"]; readonly text: string };

async function read(reply: IncomingMessage): Promise<Reply> {
  const pieces: Buffer[] = [];
  for await (const piece of reply) pieces.push(piece as Buffer);
  return { status: reply.statusCode ?? 0, headers: reply.headers, text: Buffer.concat(pieces).toString() };
}

async function ask(
  port: number,
  options: { readonly method?: string; readonly body?: string } = {},
): Promise<Reply> {
  const { method = "GET", body } = options;
  const sent = request({ host: "127.0.0.1", port, method, path: "/page", agent: false });
  sent.end(body);
  const [reply] = (await once(sent, "response")) as [IncomingMessage];
  return read(reply);
}

test("a body over the limit gets 413, also while the client is still sending", async () => {
  // These pages never respond, so that the limit is reached first.
  const port = await startProxy((incoming) => void incoming.resume());
  const agent = new Agent({ keepAlive: true });
  const sent = request({ host: "127.0.0.1", port, method: "POST", path: "/", agent });
  const responded = once(sent, "response") as Promise<[IncomingMessage]>;
  let isOver = false;
  void responded.then(() => (isOver = true));
  const piece = Buffer.alloc(64 * 1024);
  for (let count = 0; count < 200 && !isOver; count += 1) {
    if (!sent.write(piece)) await Promise.race([once(sent, "drain"), responded]);
  }
  const [reply] = await responded;
  expect(await read(reply)).toMatchObject({ status: 413, text: expect.stringContaining("too large") });
  sent.destroy();
  agent.destroy();
});

test("a body and its response pass unchanged", async () => {
  const port = await startProxy((incoming, response) => incoming.pipe(response));
  const body = "ünïcode ".repeat(5_000);
  expect(await ask(port, { method: "POST", body })).toMatchObject({ status: 200, text: body });
});

test.each([
  ["HEAD", 200],
  ["GET", 204],
  ["GET", 304],
] as const)("the response to %s with status %i has no body and keeps its headers", async (method, status) => {
  const port = await startProxy((_, response) => {
    response.writeHead(status, { "x-page": "kept", etag: '"1"' });
    response.end();
  });
  const reply = await ask(port, { method });
  expect(reply).toMatchObject({ status, text: "", headers: { "x-page": "kept", etag: '"1"' } });
  expect("cache-control" in reply.headers).toBe(status !== 304);
});

test("headers of one connection do not pass", async () => {
  let seen: IncomingMessage["headers"] = {};
  const port = await startProxy((incoming, response) => {
    seen = incoming.headers;
    response.writeHead(200, { connection: "close, x-secret", "x-secret": "1", "x-page": "kept" });
    response.end("ok");
  });
  const sent = request({
    host: "127.0.0.1",
    port,
    path: "/",
    agent: false,
    headers: { connection: "close, x-hop", "x-hop": "1", te: "trailers", "x-end": "1" },
  });
  sent.end();
  const [reply] = (await once(sent, "response")) as [IncomingMessage];
  const { headers } = await read(reply);
  expect(seen).toMatchObject({ "x-end": "1" });
  expect(Object.keys(seen)).not.toEqual(expect.arrayContaining(["x-hop"]));
  expect(headers["x-page"]).toBe("kept");
  expect(headers["x-secret"]).toBeUndefined();
});

test("when the pages break off in the middle of a response, so does the proxy", async () => {
  const port = await startProxy((_, response) => {
    response.writeHead(200);
    response.write("half", () => response.destroy());
  });
  await expect(ask(port)).rejects.toMatchObject({ code: "ECONNRESET" });
});

test("when the pages break off before their response, the client gets 502", async () => {
  const port = await startProxy((incoming) => void incoming.socket.destroy());
  expect(await ask(port)).toMatchObject({ status: 502 });
});

test("a response that does not start in time is 504", async () => {
  const port = await startProxy(() => undefined, 50);
  expect(await ask(port)).toMatchObject({ status: 504 });
});

test("when the client disconnects, its request to the pages ends", async () => {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const port = await startProxy((_, response) => {
    response.once("close", () => end());
    response.write("beginning");
  });
  const sent = request({ host: "127.0.0.1", port, path: "/", agent: false });
  sent.end();
  const [reply] = (await once(sent, "response")) as [IncomingMessage];
  await once(reply, "data");
  sent.destroy();
  await ended;
});
