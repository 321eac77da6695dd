import net from "node:net";
import { once } from "node:events";
import pg from "pg";
import { expect, it } from "vitest";
import { unexpected } from "./problem";

it("an unavailable database gives 503 with Retry-After; any other error gives 500 without details", async () => {
  const server = net.createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const connect = () =>
    new pg.Client({ host: "127.0.0.1", port, user: "nobody" }).connect().catch((e: unknown) => e);
  const hungUp = await connect();
  server.close();
  await once(server, "close");
  const refusedConnection = await connect();
  for (const error of [hungUp, refusedConnection]) {
    expect(error).toBeInstanceOf(Error);
    expect(unexpected(error)).toEqual({
      status: 503,
      code: "unavailable",
      message: "The database isn't responding. Try again in a few seconds.",
      headers: { "retry-after": "5" },
    });
  }
  for (const error of [
    new TypeError("secret"),
    "secret",
    null,
    Object.assign(new Error("secret"), { code: "23505" }),
  ]) {
    const response = unexpected(error);
    expect(response).toMatchObject({ status: 500, code: "internal", headers: {} });
    expect(JSON.stringify(response)).not.toContain("secret");
  }
});
