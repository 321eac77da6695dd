import net from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import type { FrontServer } from "@/lib/server/front/front-server";
import { startTestFrontServer } from "@/lib/testing/front-server";

let frontServer: FrontServer | null = null;
afterEach(async () => {
  await frontServer?.stop({ apiMs: 0, pagesMs: 0 });
  frontServer = null;
});

async function start(handle?: (request: Request) => Response | Promise<Response>): Promise<number> {
  const api = handle ? { api: { fetch: handle } } : {};
  const started = await startTestFrontServer({ ...api, headWaitMs: 200 });
  frontServer = started.frontServer;
  return started.port;
}

/** Everything received on a connection until it closes. */
function say(port: number, ...pieces: string[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    let heard = "";
    socket.on("data", (piece: Buffer) => (heard += piece.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(heard));
    for (const piece of pieces) socket.write(piece);
  });
}

function readResponse(heard: string) {
  const [head = "", body = ""] = heard.split("\r\n\r\n");
  const [line = "", ...fields] = head.split("\r\n");
  const headers = Object.fromEntries(fields.map((field) => field.toLowerCase().split(": ", 2)));
  return { status: Number(line.split(" ")[1]), headers, body };
}

const post = "POST /api/v1/x HTTP/1.1\r\nHost: a\r\n";
const canary = "marmalade";

test.each<[string, number, string]>([
  ["bytes that are no HTTP", 400, `\u0016\u0003\u0001${canary}\r\n\r\n`],
  ["a method that there is not", 400, `${canary.toUpperCase()} /api/v1/x HTTP/1.1\r\nHost: a\r\n\r\n`],
  ["a header without a name", 400, `${post}: ${canary}\r\n\r\n`],
  ["a header with a blank in its name", 400, `${post}${canary} b: c\r\n\r\n`],
  ["a control character in a header", 400, `${post}x-a: ${canary}\u0000\r\n\r\n`],
  ["two lengths", 400, `${post}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab${canary}`],
  [
    "a length and chunks",
    400,
    `${post}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n`,
  ],
  ["a length that is not a number", 400, `${post}Content-Length: ${canary}\r\n\r\n`],
  ["a chunk without a length", 400, `${post}Transfer-Encoding: chunked\r\n\r\n${canary}\r\n`],
  ["no host", 400, `GET /api/v1/x?${canary} HTTP/1.1\r\nConnection: close\r\n\r\n`],
  ["two hosts", 400, `GET /api/v1/x HTTP/1.1\r\nHost: a\r\nhost: ${canary}\r\nConnection: close\r\n\r\n`],
  ["headers over the limit", 431, `${post}x-a: ${canary.repeat(4_000)}\r\n\r\n`],
  ["a head that does not come", 408, `${post}x-a: ${canary}\r\n`],
  ["an expectation", 417, `${post}Expect: ${canary}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`],
  ["a tunnel", 405, `CONNECT ${canary}:443 HTTP/1.1\r\nHost: a\r\n\r\n`],
])("%s gets an error in the API's envelope, and the connection is closed", async (_, status, request) => {
  const output = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
  const heard = await say(await start(), request);
  const printed = output.flatMap((spy) => spy.mock.calls).join();
  for (const spy of output) spy.mockRestore();
  const response = readResponse(heard);
  expect(response.status).toBe(status);
  expect(JSON.parse(response.body)).toEqual({
    error: { code: status, message: expect.stringMatching(/\.$/) },
  });
  expect(response.headers).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    connection: "close",
  });
  expect(heard.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(heard + printed).not.toMatch(new RegExp(canary, "i"));
});

const garbage = "\u0000\u0001\u0002\r\n\r\n";

test("no error is written into a started response, or in place of a pending one", async () => {
  const begun = await start(() => {
    const { readable, writable } = new TransformStream<Uint8Array>();
    void writable.getWriter().write(new TextEncoder().encode("begun"));
    return new Response(readable);
  });
  const heard = await new Promise<string>((resolve) => {
    const socket = net.connect(begun, "127.0.0.1");
    let text = "";
    socket.on("data", (piece: Buffer) => {
      text += piece.toString("latin1");
      if (text.includes("begun")) socket.write(garbage);
    });
    socket.on("close", () => resolve(text));
    socket.write("GET /api/v1/x HTTP/1.1\r\nHost: a\r\n\r\n");
  });
  expect(heard).toMatch(/^HTTP\/1\.1 200 /);
  expect(heard).not.toContain('"error"');
  await frontServer?.stop({ apiMs: 0, pagesMs: 0 });

  const waiting = await start(() => new Promise<Response>(() => undefined));
  expect(await say(waiting, `GET /api/v1/x HTTP/1.1\r\nHost: a\r\n\r\n${garbage}`)).toBe("");
});

test("a body that turns malformed after its response gets no second response", async () => {
  const port = await start(() => new Response("early"));
  const heard = await new Promise<string>((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (piece: Buffer) => {
      text += piece.toString("latin1");
      if (text.includes("early")) socket.write("not a length\r\n");
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
    socket.write(`${post}Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n`);
  });
  expect(heard.match(/HTTP\/1\.1/g)).toHaveLength(1);
});

test("a malformed request after a complete one is rejected on its own", async () => {
  const port = await start();
  const heard = await new Promise<string>((resolve) => {
    const socket = net.connect(port, "127.0.0.1");
    let text = "";
    socket.on("data", (piece: Buffer) => {
      text += piece.toString("latin1");
      if (text.endsWith("hello")) socket.write(garbage);
    });
    socket.on("close", () => resolve(text));
    socket.write(`${post}Content-Length: 5\r\n\r\nhello`);
  });
  expect(heard).toMatch(/^HTTP\/1\.1 200 [\s\S]*helloHTTP\/1\.1 400 [\s\S]*"code":400/);
});

test("a client that keeps sending after its rejection loses its connection", async () => {
  const port = await start();
  const socket = net.connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.resume();
  const isClosed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const pump = setInterval(() => socket.write(garbage), 20);
  await isClosed;
  clearInterval(pump);
});
