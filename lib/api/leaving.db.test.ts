import fs from "node:fs";
import net from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { getBalance } from "@/lib/ledger/get-balance";
import {
  createTenant,
  generationRows,
  issueKey,
  listenFrontServer,
  startApi,
  type Tenant,
  type TestApi,
} from "@/lib/testing/api";

let api: TestApi;
let frontServer: Awaited<ReturnType<typeof listenFrontServer>>;
let port: number;
let tenant: Tenant;
let management: string;
const lines: string[] = [];

beforeAll(async () => {
  const write = fs.writeSync.bind(fs) as (...parts: unknown[]) => number;
  vi.spyOn(fs, "writeSync").mockImplementation(((...parts: unknown[]) => {
    lines.push(String(parts[1]));
    return write(...parts);
  }) as typeof fs.writeSync);
  vi.spyOn(process.stderr, "write").mockImplementation((text) => lines.push(`stderr: ${String(text)}`) > 0);
  vi.spyOn(console, "error").mockImplementation((...parts) => void lines.push(`stderr: ${String(parts)}`));
  api = await startApi({ LOG_LEVEL: "debug" });
  frontServer = await listenFrontServer();
  port = frontServer.port;
  tenant = await createTenant();
  management = (await issueKey(tenant, { kind: "management" })).secret;
});
beforeEach(() => void lines.splice(0));
afterAll(async () => {
  await frontServer.close();
  vi.restoreAllMocks();
  await api.stop();
});

const chat = JSON.stringify({
  model: "sandbox/heron",
  messages: [{ role: "user", content: "Hello" }],
  max_tokens: 8,
});

function head(path: string, secret: string, ...headers: string[]): string {
  return [
    `POST /api/v1${path} HTTP/1.1`,
    "Host: localhost",
    `Authorization: Bearer ${secret}`,
    "Content-Type: application/json",
    ...headers,
    "\r\n",
  ].join("\r\n");
}

/** Sends the beginning of a request, and disconnects once the server has received it. */
async function sendAndLeave(text: string, how: "reset" | "closed" | "half-closed"): Promise<void> {
  const socket = net.connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await new Promise((resolve) => socket.once("connect", resolve));
  await new Promise((resolve) => socket.write(text, resolve));
  await new Promise((resolve) => setTimeout(resolve, 200));
  if (how === "reset") socket.resetAndDestroy();
  else if (how === "closed") socket.destroy();
  else socket.end();
  socket.resume();
  await closed;
  await new Promise((resolve) => setTimeout(resolve, 200));
}

const bodies: [string, (path: string, secret: string) => string][] = [
  ["a small body", (path, secret) => head(path, secret, "Content-Length: 1000") + chat],
  [
    "a large body",
    (path, secret) => head(path, secret, "Content-Length: 200000") + chat + " ".repeat(100_000),
  ],
  [
    "a body of unknown length",
    (path, secret) =>
      `${head(path, secret, "Transfer-Encoding: chunked")}${chat.length.toString(16)}\r\n${chat}\r\n`,
  ],
];
const ways = ["reset", "closed", "half-closed"] as const;
const cases = bodies.flatMap(([body, text]) => ways.map((how) => [body, how, text] as const));

test.each(cases)(
  "a caller who disconnects in the middle of %s (%s) logs no error and holds nothing",
  async (_, how, text) => {
    await sendAndLeave(text("/chat/completions", tenant.secret), how);
    await sendAndLeave(text("/keys", management), how);
    const loud = lines.filter((line) => line.startsWith("stderr") || /"level":[4-6]0/.test(line));
    expect(loud).toEqual([]);
    expect(await getBalance(tenant.workspaceId)).toMatchObject({ heldNanos: 0n, debitedNanos: 0n });
    const left = lines.filter((line) => line.includes('"event":"caller_left"'));
    expect(left.length).toBeGreaterThan(0);
  },
);

/** Sends requests one after the other, ends its side after a while, and reads until the connection ends. */
async function sendAndEnd(texts: readonly string[], endAfterMs: number): Promise<string> {
  const socket = net.connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  let received = "";
  socket.on("data", (piece: Buffer) => (received += piece.toString()));
  socket.on("error", () => undefined);
  const over = new Promise((resolve) => socket.once("close", resolve));
  socket.once("end", () => socket.end());
  if (endAfterMs === 0) socket.end(texts.join(""));
  else {
    socket.write(texts.join(""));
    setTimeout(() => socket.end(), endAfterMs);
  }
  await over;
  return received;
}

function request(secret: string, content: string, extra: object = {}): string {
  const body = JSON.stringify({
    model: "sandbox/heron",
    messages: [{ role: "user", content }],
    max_tokens: 8,
    ...extra,
  });
  return head("/chat/completions", secret, `Content-Length: ${body.length}`) + body;
}

/** Statuses of the responses, without interim ones. */
const statusesOf = (received: string) =>
  [...received.matchAll(/HTTP\/1\.1 ([2-5]\d{2})/g)].map(([, status]) => Number(status));

test("a caller who ends its side immediately receives what it is billed for, if anything", async () => {
  const own = await createTenant();
  const one = request(own.secret, "One");
  for (const texts of [[one], [one, one], [one, one, one]]) {
    const before = (await generationRows(own.workspaceId)).length;
    const statuses = statusesOf(await sendAndEnd(texts, 0));
    expect(statuses).toHaveLength(texts.length);
    const rows = (await generationRows(own.workspaceId)).length - before;
    expect(statuses.filter((status) => status === 200)).toHaveLength(rows);
  }
  expect(await getBalance(own.workspaceId)).toMatchObject({ heldNanos: 0n });
});

test("a caller who ends its side while a provider works still receives every response", async () => {
  const own = await createTenant();
  const slow = "Say it [[sandbox:delay=400]]";
  const plain = await sendAndEnd([request(own.secret, slow), request(own.secret, slow)], 200);
  expect(statusesOf(plain)).toEqual([200, 200]);
  expect(plain.match(/"usage":/g)).toHaveLength(2);
  const stream = await sendAndEnd([request(own.secret, slow, { stream: true })], 200);
  expect(statusesOf(stream)).toEqual([200]);
  expect(stream).toContain("data: [DONE]");
  const rows = await generationRows(own.workspaceId);
  expect(rows.map(({ cancelled, finish_reason: reason }) => [cancelled, reason])).toEqual(
    [1, 2, 3].map(() => [false, "length"]),
  );
});

test.each([false, true])(
  "a caller who closes its connection while a provider works is recorded as disconnected; streamed %s",
  async (stream) => {
    const own = await createTenant();
    const socket = net.connect(port, "127.0.0.1");
    const sent = await countSent();
    socket.write(request(own.secret, "Say it [[sandbox:delay=1000]]", { stream }));
    await expect.poll(countSent).toBe(sent + 1);
    // Ends the connection without a reset, as clients do when they close one.
    socket.destroy();
    await expect.poll(() => generationRows(own.workspaceId), { timeout: 10_000 }).toHaveLength(1);
    expect((await generationRows(own.workspaceId))[0]).toMatchObject({ cancelled: true });
  },
);

/** How many requests have arrived at the provider. */
async function countSent(): Promise<number> {
  const { total } = await (await fetch(`${api.providerUrl}/_sandbox/requests`)).json();
  return total;
}
