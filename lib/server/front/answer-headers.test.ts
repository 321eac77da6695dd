import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultHeaders } from "@/lib/config/default-headers";
import { handleProbe } from "@/lib/health/handle-probe";
import { type FrontServer, startFrontServer } from "./front-server";
import { noPages } from "./built-pages";
import { freePort } from "@/lib/server/process/free-port";

// The framework's own responses, sent before any of our code runs, have hardly any headers.
const pages = createServer((incoming, response) => {
  const path = incoming.url ?? "/";
  if (path.startsWith("/own")) {
    response.setHeader("content-security-policy", "default-src 'self'");
    response.setHeader("Cache-Control", "public, max-age=60");
  }
  const status = { "//x": 308, "/settings/privacy": 307, "/_next/static/none": 404, "/same": 304 }[path];
  response.writeHead(status ?? 200);
  response.end(status === undefined ? "a page" : "");
});
let frontServer: FrontServer;
let secureServer: FrontServer;
let port: number;
let securePort: number;

beforeAll(async () => {
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  [port, securePort] = [await freePort(), await freePort()];
  const options = {
    hosts: ["127.0.0.1"],
    trustedProxies: [],
    api: { fetch: () => new Response(null) },
    probe: (asked: Request) => handleProbe(asked, { isLocal: false, metricsToken: null }),
    stalledReaderMs: 60_000,
    pages: noPages,
    pagesPort: () => (pages.address() as AddressInfo).port,
  };
  frontServer = await startFrontServer({ ...options, port, appUrl: `http://localhost:${port}` });
  secureServer = await startFrontServer({ ...options, port: securePort, appUrl: "https://console.example" });
});
afterAll(async () => {
  await secureServer.stop({ apiMs: 0, pagesMs: 0 });
  await frontServer.stop({ apiMs: 0, pagesMs: 0 });
  pages.closeAllConnections();
  pages.close();
});

function ask(path: string, method = "GET", toPort = port) {
  return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    const call = request({ port: toPort, host: "127.0.0.1", path, method }, (response) => {
      response.resume();
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
    });
    call.on("error", reject);
    call.end();
  });
}

const everywhere = Object.fromEntries(
  Object.entries(defaultHeaders).map(([name, value]) => [name.toLowerCase(), value]),
);

test.each<[string, string, number]>([
  ["//x", "GET", 308],
  ["/settings/privacy", "GET", 307],
  ["/_next/static/none", "GET", 404],
  ["/robots.txt", "GET", 200],
  ["/x%00", "GET", 400],
  ["/x", "PURGE", 405],
  ["/x", "POST", 403],
  ["/x", "TRACE", 405],
  ["/api/health", "GET", 200],
  ["/api/health", "POST", 405],
  ["/api/metrics", "GET", 403],
])("a response without its own headers gets the default ones: %s by %s", async (path, method, status) => {
  const response = await ask(path, method);
  expect(response.status).toBe(status);
  expect(response.headers).toMatchObject({ ...everywhere, "cache-control": "no-store" });
});

test("headers set by a page are kept, once", async () => {
  const { headers } = await ask("/own");
  expect(headers).toMatchObject({
    ...everywhere,
    "content-security-policy": "default-src 'self'",
    "cache-control": "public, max-age=60",
  });
  expect((await ask("/same")).headers["cache-control"], "what is kept stays as it was kept").toBeUndefined();
});

test.each(["/own", "/x", "/api/v1/models", "/api/health", "/robots.txt", "/x%00"])(
  "only with APP_URL on https, every response asks browsers to keep to https: %s",
  async (path) => {
    expect((await ask(path, "GET", securePort)).headers["strict-transport-security"]).toBe(
      "max-age=31536000",
    );
    expect((await ask(path)).headers["strict-transport-security"]).toBeUndefined();
  },
);
