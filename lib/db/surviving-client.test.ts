import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { survivingClient } from "./surviving-client";

/** A message of the server in PostgreSQL's protocol: a letter, the length, the body. */
function message(type: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

const authenticated = message("R", Buffer.alloc(4));
const ready = message("Z", Buffer.from("I"));
const exiting = message(
  "E",
  Buffer.from("SFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0"),
);

test("a server that exits right after the connection was made raises no error outside of a call", async () => {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", () => {
      socket.write(Buffer.concat([authenticated, ready]));
      setTimeout(() => socket.end(exiting), 20);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = survivingClient({ host: "127.0.0.1", port, user: "postgres", database: "postgres" });
  const ended = new Promise<void>((resolve) => client.once("end", resolve));
  await client.connect();
  await ended;
  await expect(client.query("select 1")).rejects.toThrow();
  server.close();
});
