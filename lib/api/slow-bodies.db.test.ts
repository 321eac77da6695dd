import { type ClientRequest, request } from "node:http";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { getBalance } from "@/lib/ledger/get-balance";
import { createTenant, listenFrontServer, startApi, type TestApi } from "@/lib/testing/api";

let api: TestApi;
let frontServer: Awaited<ReturnType<typeof listenFrontServer>>;
const open: ClientRequest[] = [];

/** Slots in the whole process. */
const placesMax = 40;

beforeAll(async () => {
  process.env["COMPLETIONS_MAX"] = `${placesMax}`;
  api = await startApi();
  frontServer = await listenFrontServer();
});
afterEach(() => {
  vi.restoreAllMocks();
  aheadMs = 0;
  for (const call of open.splice(0)) call.destroy();
});
afterAll(async () => {
  await frontServer.close();
  await api.stop();
});

const megabyte = 1024 * 1024;
const chat = { model: "sandbox/heron", messages: [{ role: "user", content: "Hello" }], max_tokens: 8 };
const text = JSON.stringify(chat);
const largest = `${" ".repeat(10 * megabyte - text.length)}${text}`;

type Received = { status: number; text: string; connection: string | undefined };

/** Begins a request without sending any of its body. Without `length` the body is of unknown length. */
function begin(secret: string, length?: number) {
  const call = request({
    port: frontServer.port,
    path: "/api/v1/chat/completions",
    method: "POST",
    agent: false,
    headers: {
      authorization: `Bearer ${secret}`,
      "content-type": "application/json",
      ...(length !== undefined && { "content-length": length }),
    },
  });
  open.push(call);
  const response = new Promise<Received>((resolve, reject) => {
    call.on("error", reject);
    call.on("response", (response) => {
      let said = "";
      response.setEncoding("utf8");
      response.on("data", (piece: string) => (said += piece));
      response.on("error", reject);
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, text: said, connection: response.headers.connection }),
      );
    });
  });
  response.catch(() => undefined);
  call.flushHeaders();
  return { call, response };
}

/** Sends a piece, and resolves when it has been written. */
function send(call: ClientRequest, piece: string): Promise<void> {
  return new Promise((resolve) => call.write(piece, () => resolve()));
}

const now = performance.now.bind(performance);
let aheadMs = 0;

/** Moves the clock by which bodies are timed forward. */
function advance(ms: number): void {
  aheadMs += ms;
  vi.spyOn(performance, "now").mockImplementation(() => now() + aheadMs);
}

test("bodies that are announced but never arrive leave room for others", async () => {
  const others = await Promise.all(Array.from({ length: 7 }, () => createTenant()));
  // Four from each: seven workspaces announce more than the process accepts.
  const begun = others.flatMap(({ secret }) =>
    Array.from({ length: 4 }, () => begin(secret, largest.length)),
  );
  await Promise.all(begun.map(({ call }) => send(call, " ")));
  // The listener accepts connections in order: when this one gets a response, the others have been read.
  const { secret } = await createTenant();
  const { call, response } = begin(secret, text.length);
  call.end(text);
  expect(await response).toMatchObject({ status: 200 });
  const large = begin(secret, largest.length);
  large.call.end(largest);
  expect(await large.response).toMatchObject({ status: 200 });
});

test.each<[string, number | undefined]>([
  ["of a few bytes", text.length],
  ["of ten megabytes", largest.length],
  ["of unknown length", undefined],
])(
  "a body %s that stops arriving is rejected in the error envelope, and its connection is closed",
  async (_, length) => {
    const { secret, workspaceId } = await createTenant();
    const { call, response } = begin(secret, length);
    await send(call, text.slice(0, 20));
    // However late its reading began on that clock.
    await expect.poll(() => (advance(5_000), isWaiting(response)), { timeout: 20_000 }).toBe(false);
    const rejected = await response;
    expect(rejected).toMatchObject({ status: 408, connection: "close" });
    expect(JSON.parse(rejected.text).error).toMatchObject({ code: 408, metadata: { error_type: "timeout" } });
    expect(await getBalance(workspaceId)).toMatchObject({ debitedNanos: 0n, heldNanos: 0n });
  },
);

test("connections that only begin a body give up their slots when the process is full", async () => {
  const [patient, busy, busier, quiet] = await Promise.all(Array.from({ length: 4 }, () => createTenant()));
  if (!patient || !busy || !busier || !quiet) throw new Error("four tenants are needed");
  const honest = begin(patient.secret, text.length);
  await send(honest.call, text.slice(0, 20));
  const owners = [...Array<typeof busy>(20).fill(busy), ...Array<typeof busy>(placesMax - 21).fill(busier)];
  const begun = owners.map(({ secret }) => begin(secret, text.length));
  await Promise.all(begun.map(({ call }) => send(call, text.slice(0, 20))));
  // Bodies that have only just begun are not given up: some may be read later than they were sent.
  const ask = async () => {
    advance(1_100);
    const { call, response } = begin(quiet.secret, text.length);
    call.end(text);
    return (await response).status;
  };
  await expect.poll(ask, { timeout: 20_000 }).toBe(200);
  for (let round = 0; round < 4; round += 1) expect(await ask()).toBe(200);
  // A workspace with a single slot keeps it.
  honest.call.end(text.slice(20));
  expect(await honest.response).toMatchObject({ status: 200 });
  expect(await begun[0]?.response).toMatchObject({ status: 408, connection: "close" });
});

test("a body of unknown length is not waited for without a key", async () => {
  const { call, response } = begin("sk-or-v1-unknown");
  await send(call, text.slice(0, 20));
  expect(await response).toMatchObject({ status: 401 });
});

test("ten megabytes over a slow line get a response", async () => {
  const { secret } = await createTenant();
  const { call, response } = begin(secret, largest.length);
  const pieces = Array.from({ length: 10 }, (_, index) =>
    largest.slice(index * megabyte, (index + 1) * megabyte),
  );
  // One megabyte every ten seconds on that clock.
  for (const piece of pieces) {
    await send(call, piece);
    advance(10_000);
  }
  call.end();
  expect(await response).toMatchObject({ status: 200 });
});

async function isWaiting(response: Promise<Received>): Promise<boolean> {
  return (await Promise.race([response, Promise.resolve(null)])) === null;
}
