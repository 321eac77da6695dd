import { createServer, request } from "node:http";
import net from "node:net";
import { afterEach, expect, test } from "vitest";
import { startTestFrontServer } from "@/lib/testing/front-server";
import { freePort } from "../process/free-port";
import type { FrontServer, FrontServerOptions } from "./front-server";

let frontServer: FrontServer | null = null;
afterEach(async () => {
  await frontServer?.stop({ apiMs: 0, pagesMs: 0 });
  frontServer = null;
});

async function start(options: Partial<FrontServerOptions> = {}): Promise<number> {
  const started = await startTestFrontServer(options);
  frontServer = started.frontServer;
  return started.port;
}

test("a client that offers HTTP/2 gets an HTTP/1.1 response", async () => {
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

test("stops even if a client requested another protocol and keeps the connection open", async () => {
  const port = await start();
  const socket = net.connect(port, "127.0.0.1");
  const isClosed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => undefined);
  socket.write("GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  await new Promise((resolve) => socket.once("data", resolve));
  await frontServer?.stop({ apiMs: 0, pagesMs: 0 });
  frontServer = null;
  await isClosed;
});

test("a page that never starts its response gets a timeout error, and the next request is served", async () => {
  const pagesPort = await freePort();
  let isStuck = true;
  const pages = createServer((_incoming, response) => {
    if (!isStuck) response.end("a page");
  });
  await new Promise<void>((resolve) => pages.listen(pagesPort, "127.0.0.1", resolve));
  try {
    const port = await start({ pagesPort: () => pagesPort, pagesWaitMs: 100 });
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(504);
    isStuck = false;
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("a page");
  } finally {
    pages.closeAllConnections();
    pages.close();
  }
});

test("requests through an untrusted proxy on this machine come from an unknown client, and this is reported once", async () => {
  const told: string[] = [];
  const seen = async (port: number, headers: Record<string, string>) =>
    (await fetch(`http://127.0.0.1:${port}/api/metrics`, { headers })).text();
  const port = await start({
    appUrl: "https://console.example.org",
    probe: async (_request, { isLocal }) => new Response(isLocal ? "local" : "remote"),
    onUntrustedProxy: (address) => told.push(address),
  });
  expect(await seen(port, {})).toBe("local");
  for (const name of ["x-forwarded-for", "forwarded", "x-real-ip"])
    expect(await seen(port, { [name]: "127.0.0.1" })).toBe("remote");
  expect(told).toEqual(["127.0.0.1"]);
});

test("a trusted proxy on this machine is believed, and without https no proxy is expected", async () => {
  const address = (request: Request) => new Response(request.headers.get("x-forwarded-for"));
  const seen = async (port: number) =>
    (
      await fetch(`http://127.0.0.1:${port}/api/v1/x`, { headers: { "x-forwarded-for": "203.0.113.9" } })
    ).text();
  const api = { fetch: address };
  const trusted = await start({ appUrl: "https://console.example.org", trustedProxies: ["127.0.0.1"], api });
  expect(await seen(trusted)).toBe("203.0.113.9");
  await frontServer?.stop({ apiMs: 0, pagesMs: 0 });
  expect(await seen(await start({ api }))).toBe("127.0.0.1");
});

test("queued requests end when their connection closes", async () => {
  let arrive: () => void;
  let leave: () => void;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const left = new Promise<void>((resolve) => (leave = resolve));
  const fetch = (request: Request) => {
    request.signal.addEventListener("abort", leave);
    arrive();
    return new Promise<Response>(() => undefined);
  };
  const port = await start({ api: { fetch } });
  const socket = net.connect(port, "127.0.0.1");
  const ask = "GET /api/v1/models HTTP/1.1\r\nHost: a\r\n\r\n";
  // In one piece: the requests behind the first one are read together with it.
  socket.write(ask + ask + ask);
  await arrived;
  socket.resetAndDestroy();
  await left;
  const startedMs = performance.now();
  await frontServer?.stop({ apiMs: 10_000, pagesMs: 0 });
  frontServer = null;
  expect(performance.now() - startedMs).toBeLessThan(5_000);
}, 30_000);
