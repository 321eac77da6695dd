import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type RequestListener, request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPagesFrontServer } from "@/lib/testing/front-server";
import { readBuiltFiles } from "./built-files";
import { testEnvironment } from "@/lib/testing/environment";

// A page that is sent whole is logged, and the log reads the environment.
Object.assign(process.env, testEnvironment, {
  DATABASE_URL: "postgresql://127.0.0.1/x",
  LOG_LEVEL: "silent",
});

const folder = mkdtempSync(path.join(tmpdir(), "plain-pages-"));
const documentOf = (head: string, body = "") =>
  `<!DOCTYPE html><html><head>${head}</head><body>${body}<script nonce="n">self.__next_f.push([0])</script></body></html>`;
const html = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": "script-src 'nonce-n'",
};
const absent = '<meta name="counterfoil-status" content="404"/>';

const replies: Record<string, RequestListener> = {
  "/": (_incoming, response) => response.writeHead(200, html).end(documentOf("", "<p>Grüße</p>")),
  "/absent": (_incoming, response) => response.writeHead(200, html).end(documentOf(absent)),
  "/incomplete": (_incoming, response) =>
    response.writeHead(200, html).end(documentOf("", '<template id="B:0"></template>')),
  "/long": (_incoming, response) => response.writeHead(200, html).end(documentOf("", "x".repeat(9_000_000))),
  "/moved": (_incoming, response) => response.writeHead(307, { Location: "/" }).end(),
  "/broken": (_incoming, response) => {
    response.writeHead(200, html).write("<!DOCTYPE html>");
    setTimeout(() => response.destroy(), 20);
  },
  "/image": (_incoming, response) => response.writeHead(200, { "Content-Type": "image/png" }).end("image"),
};
const asked: { method?: string; headers: IncomingHttpHeaders }[] = [];
const pages = createServer((incoming, response) => {
  asked.push({ method: incoming.method, headers: incoming.headers });
  replies[incoming.url ?? ""]?.(incoming, response);
});
let port: number;
let stop: () => Promise<void>;

beforeAll(async () => {
  mkdirSync(path.join(folder, "plain"));
  writeFileSync(path.join(folder, "plain/0123.js.br"), "");
  ({ port, stop } = await startPagesFrontServer({ pages, files: readBuiltFiles(folder) }));
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

type Reply = { status: number; headers: IncomingHttpHeaders; body: Buffer };

function get(address: string, headers: Record<string, string> = {}, method = "GET"): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const call = request({ port, host: "127.0.0.1", path: address, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    call.on("error", reject);
    call.end();
  });
}

/** The reply to someone who is signed in, whose pages are as the framework made them. */
const getSignedIn = (address: string) => get(address, { Cookie: `counterfoil-session-${port}=a` });

test("a page for a visitor has only our script, under a policy that allows only it", async () => {
  const { status, headers, body } = await get("/");
  expect(status).toBe(200);
  const nonce = /script-src 'nonce-([^']{24})';/.exec(String(headers["content-security-policy"]))?.[1];
  expect(body.toString()).toBe(
    `<!DOCTYPE html><html><head><script src="/_next/static/plain/0123.js" nonce="${nonce}" defer=""></script></head><body><p>Grüße</p></body></html>`,
  );
  expect(headers["content-length"]).toBe(String(body.length));
  expect(headers["content-encoding"]).toBeUndefined();
  expect(headers["vary"]).toMatch(/Accept-Encoding, Cookie/);
  expect((await get("/")).headers["content-security-policy"]).not.toContain(nonce);
});

test("the page is told that it will be plain, and a client cannot say so", async () => {
  await get("/", { "Accept-Encoding": "gzip, br" });
  expect(asked.at(-1)?.headers).toMatchObject({ "x-counterfoil-plain": "1", "accept-encoding": "identity" });
  await get("/", { Cookie: `counterfoil-session-${port}=a`, "X-Counterfoil-Plain": "1" });
  expect(asked.at(-1)?.headers["x-counterfoil-plain"]).toBeUndefined();
});

test.each([
  ["br", brotliDecompressSync],
  ["gzip", gunzipSync],
] as const)("it is compressed with %s for a client that takes it", async (encoding, decompress) => {
  const { headers, body } = await get("/", { "Accept-Encoding": encoding });
  expect(headers["content-encoding"]).toBe(encoding);
  expect(headers["content-length"]).toBe(String(body.length));
  expect(decompress(body).toString()).toContain("<p>Grüße</p>");
});

test("a page that names its status has it, also for HEAD", async () => {
  const { status, headers, body } = await get("/absent");
  expect(status).toBe(404);
  expect(body.toString()).not.toContain("counterfoil-status");
  const head = await get("/absent", {}, "HEAD");
  expect(head).toMatchObject({ status: 404, body: Buffer.alloc(0) });
  expect(head.headers["content-length"]).toBe(headers["content-length"]);
  expect(asked.at(-1)?.method).toBe("GET");
});

test("a page that is not whole without React is sent as it is, with the policy that lets it run", async () => {
  const { headers, body } = await get("/incomplete", { "Accept-Encoding": "br" });
  expect(brotliDecompressSync(body).toString()).toBe(documentOf("", '<template id="B:0"></template>'));
  expect(headers["content-security-policy"]).toBe("script-src 'nonce-n'");
});

test("someone who is signed in gets the page as it is", async () => {
  const { headers, body } = await getSignedIn("/");
  expect(body.toString()).toBe(documentOf("", "<p>Grüße</p>"));
  expect(headers["content-security-policy"]).toBe("script-src 'nonce-n'");
});

test("a document that is longer than any of ours is passed on", async () => {
  const { status, body } = await get("/long");
  expect(status).toBe(200);
  expect(body.length).toBe(Buffer.byteLength(documentOf("", "x".repeat(9_000_000))));
});

test("redirects and files are passed on", async () => {
  expect(await get("/moved")).toMatchObject({ status: 307, headers: { location: "/" } });
  expect((await get("/image")).body.toString()).toBe("image");
});

test("a page that breaks off is not sent as if it were whole", async () => {
  await expect(get("/broken")).rejects.toThrow(/hang up|ECONNRESET|aborted/);
});
