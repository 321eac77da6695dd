import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPagesFrontServer } from "@/lib/testing/front-server";
import { readBuiltFiles } from "./built-files";

const script = 'console.log("a script");';
const folder = mkdtempSync(path.join(tmpdir(), "compressed-"));
const pages = createServer((incoming, response) => response.end(`range ${incoming.headers.range}`));
let port: number;
let stop: () => Promise<void>;

beforeAll(async () => {
  mkdirSync(path.join(folder, "chunks"));
  writeFileSync(path.join(folder, "chunks/a.js.br"), brotliCompressSync(script));
  writeFileSync(path.join(folder, "chunks/b.css.br"), brotliCompressSync("a{}"));
  writeFileSync(path.join(folder, "chunks/secret.txt.br"), brotliCompressSync("secret"));
  ({ port, stop } = await startPagesFrontServer({ pages, files: readBuiltFiles(folder) }));
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

type Reply = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** Sends the address as it stands: `fetch` would resolve the dots in it. */
function get(address: string, headers: Record<string, string>, method = "GET"): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const call = request({ port, host: "127.0.0.1", path: address, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts),
        }),
      );
    });
    call.on("error", reject);
    call.end();
  });
}

test("a script is sent compressed, to be kept for good, with the security headers", async () => {
  const { status, headers, body } = await get("/_next/static/chunks/a.js?dpl=1", {
    "Accept-Encoding": "gzip, deflate, br, zstd",
  });
  expect(status).toBe(200);
  expect(brotliDecompressSync(body).toString()).toBe(script);
  expect(headers).toMatchObject({
    "content-encoding": "br",
    "content-type": "application/javascript; charset=UTF-8",
    "content-length": String(body.length),
    "cache-control": "public, max-age=31536000, immutable",
    vary: "Accept-Encoding",
    "x-content-type-options": "nosniff",
  });
});

test("a range, also one that cannot be satisfied, gets the whole file", async () => {
  for (const range of ["bytes=0-3", "bytes=99999999-", "bytes=5-2", "bytes=abc"]) {
    const { status, body } = await get("/_next/static/chunks/a.js", {
      "Accept-Encoding": "br",
      Range: range,
    });
    expect(status).toBe(200);
    expect(brotliDecompressSync(body).toString()).toBe(script);
    const plain = await get("/_next/static/chunks/c.js", { Range: range });
    expect(plain.body.toString()).toBe("range undefined");
  }
});

test("HEAD gets the same headers and no body", async () => {
  const { headers, body } = await get("/_next/static/chunks/b.css", { "Accept-Encoding": "br" }, "HEAD");
  expect(headers["content-type"]).toBe("text/css; charset=UTF-8");
  expect(Number(headers["content-length"])).toBeGreaterThan(0);
  expect(body).toHaveLength(0);
});

test.each([
  ["a client without Brotli", "/_next/static/chunks/a.js", { "Accept-Encoding": "gzip" }],
  ["a client that refuses Brotli", "/_next/static/chunks/a.js", { "Accept-Encoding": "br;q=0, gzip" }],
  ["a file that is not there", "/_next/static/chunks/c.js", { "Accept-Encoding": "br" }],
  ["a file that is no script", "/_next/static/chunks/secret.txt", { "Accept-Encoding": "br" }],
  ["a path with dots", "/_next/static/chunks/../chunks/a.js", { "Accept-Encoding": "br" }],
])("%s goes to the pages' server", async (_name, address, headers) => {
  const { headers: sent, body } = await get(address, headers);
  expect(sent["content-encoding"]).toBeUndefined();
  expect(body.toString()).toBe("range undefined");
});

test("a folder that does not exist has no files", () => {
  expect(() => readBuiltFiles(path.join(folder, "nothing"))).not.toThrow();
});
