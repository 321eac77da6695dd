import { request } from "node:http";
import net from "node:net";
import { afterEach, expect, test } from "vitest";
import { type Edge, startEdge } from "./edge";
import { noPages } from "./internal/built-pages";
import { freePort } from "./internal/free-port";

let edge: Edge | null = null;
afterEach(async () => {
  await edge?.stop({ apiMs: 0, pagesMs: 0 });
  edge = null;
});

async function start(): Promise<number> {
  const port = await freePort();
  edge = await startEdge({
    port,
    hosts: ["127.0.0.1"],
    appUrl: `http://localhost:${port}`,
    trustedProxies: [],
    api: { fetch: async (incoming) => new Response(await incoming.text()) },
    probe: async () => null,
    stalledReaderMs: 60_000,
    pages: noPages,
    pagesPort: () => null,
  });
  return port;
}

test("a client that offers HTTP/2 is answered in HTTP/1.1", async () => {
  const port = await start();
  const headers = {
    Connection: "Upgrade, HTTP2-Settings",
    Upgrade: "h2c",
    "HTTP2-Settings": "AAMAAABkAAQAAP",
  };
  const text = await new Promise<string>((resolve, reject) => {
    const call = request({ port, path: "/api/v1/chat/completions", method: "POST", headers }, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk));
      response.on("end", () => resolve(body));
    });
    call.on("error", reject);
    call.end("hello");
  });
  expect(text).toBe("hello");
});

test("stops although somebody has asked to speak another protocol and keeps the connection", async () => {
  const port = await start();
  const socket = net.connect(port, "127.0.0.1");
  const isClosed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => undefined);
  socket.write("GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  await new Promise((resolve) => socket.once("data", resolve));
  await edge?.stop({ apiMs: 0, pagesMs: 0 });
  edge = null;
  await isClosed;
});
