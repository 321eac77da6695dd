import { createServer } from "node:net";
import pg from "pg";
import { expect, test } from "vitest";
import { connectionProblem, DatabaseProblem, explainingDatabase } from "./connection-problem";

const url = "postgresql://someone:a-secret-word@127.0.0.1:5999/ledger";

/** The error with which the driver actually rejects. */
async function failureAt(address: string, options: pg.ClientConfig = {}): Promise<unknown> {
  const client = new pg.Client({ connectionString: address, ...options });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => undefined);
  }
  throw new Error("it connected");
}

/** Runs `ask` against a server that sends one reply and closes, or sends nothing and stays open. */
async function withServer(reply: Buffer | null, ask: (port: number) => Promise<void>): Promise<void> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    if (reply) socket.once("data", () => socket.end(reply));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    await ask(typeof address === "object" && address ? address.port : 0);
  } finally {
    server.close();
  }
}

/** An ErrorResponse of the PostgreSQL protocol. */
function serverError(code: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0Mno a-secret-word\0\0`);
  const head = Buffer.alloc(5);
  head.write("E", 0);
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

test("no server, and no such host: the sentence names the variable and what to do", async () => {
  const refused = connectionProblem(await failureAt("postgresql://a:b@127.0.0.1:9/x"), url);
  expect(refused).toContain("127.0.0.1:5999/ledger (DATABASE_URL)");
  expect(refused).toContain("nothing listens there");
  const unknown = connectionProblem(await failureAt("postgresql://a:b@no-such-host.invalid/x"), url);
  expect(unknown).toContain("no host 127.0.0.1");
});

test.each([
  ["28P01", "refuses the sign-in of someone"],
  ["3D000", "CREATE DATABASE ledger"],
  ["53300", "max_connections"],
  ["57P03", "starting up"],
])("the server's %s says what to do, without the password", async (code, words) => {
  await withServer(serverError(code), async (port) => {
    const sentence = connectionProblem(await failureAt(`postgresql://a:b@127.0.0.1:${port}/x`), url);
    expect(sentence).toContain(words);
    expect(sentence).toContain("DATABASE_URL");
    expect(sentence).not.toContain("a-secret-word");
  });
});

test("a server that stays silent, or hangs up, does not respond", async () => {
  await withServer(null, async (port) => {
    const address = `postgresql://a:b@127.0.0.1:${port}/x`;
    const failure = await failureAt(address, { connectionTimeoutMillis: 100 });
    expect(connectionProblem(failure, url)).toContain("does not respond");
  });
  await withServer(Buffer.alloc(0), async (port) => {
    const failure = await failureAt(`postgresql://a:b@127.0.0.1:${port}/x`);
    expect(connectionProblem(failure, url)).toContain("does not respond");
  });
});

test("other errors pass through unchanged", async () => {
  const bug = new TypeError("undefined is not a function");
  await expect(explainingDatabase(url, () => Promise.reject(bug))).rejects.toBe(bug);
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  await expect(explainingDatabase(url, () => Promise.reject(refused))).rejects.toBeInstanceOf(
    DatabaseProblem,
  );
  expect(await explainingDatabase(url, async () => 1)).toBe(1);
});
