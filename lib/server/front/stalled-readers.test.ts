import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import net, { type Socket } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endStalledReaders } from "./stalled-readers";

const stalledMs = 400;
const patientMs = 1_200;
/** More than a connection's buffers can hold. */
const flood = Buffer.alloc(32 * 1024 * 1024, "x");

let server: Server;
let readers: ReturnType<typeof endStalledReaders>;
let respond: (response: ServerResponse) => void;
const sockets: Socket[] = [];

beforeEach(async () => {
  readers = endStalledReaders(stalledMs);
  server = createServer((_, response) => {
    readers.watch(response);
    respond(response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  readers.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/**
 * A client that has sent a request and reads nothing. `received` resolves with the number of bytes it received in the
 * end.
 */
function ask(): { socket: Socket; received: Promise<number> } {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const socket = net.connect(address.port, "127.0.0.1").pause();
  sockets.push(socket);
  socket.on("error", () => undefined);
  const received = new Promise<number>((resolve) => socket.once("close", () => resolve(socket.bytesRead)));
  socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  return { socket, received };
}

/** Duration of the next response in milliseconds, however it ends. */
function nextResponse(write: (response: ServerResponse) => void): Promise<number> {
  return new Promise((resolve) => {
    respond = (response) => {
      const startedMs = performance.now();
      response.once("close", () => resolve(performance.now() - startedMs));
      write(response);
    };
  });
}

test("a client that reads none of the waiting data is disconnected", async () => {
  const over = nextResponse((response) => response.end(flood));
  const { socket, received } = ask();
  expect(await over).toBeGreaterThanOrEqual(stalledMs);
  socket.resume();
  expect(await received).toBeLessThan(flood.length);
});

test("a client that reads a little at times gets everything, however long it takes", async () => {
  readers.stop();
  readers = endStalledReaders(patientMs);
  const over = nextResponse((response) => response.end(flood));
  const { socket, received } = ask();
  // Pauses eight times, together for longer than the limit, and each for so much less that a late timer does not matter.
  let rests = 0;
  socket.on("data", () => {
    if (socket.bytesRead < (rests * flood.length) / 16 || rests === 8) return;
    rests += 1;
    socket.pause();
    setTimeout(() => socket.resume(), patientMs / 6);
  });
  socket.resume();
  expect(await over).toBeGreaterThan(patientMs);
  expect(await received).toBeGreaterThan(flood.length);
});

test("a client with no waiting data is kept, however long the response is silent", async () => {
  const over = nextResponse((response) => {
    response.write("a beginning");
    setTimeout(() => response.end(" and an end"), stalledMs * 3);
  });
  const { socket, received } = ask();
  const text: string[] = [];
  socket.setEncoding("utf8").on("data", (part: string) => text.push(part));
  socket.resume();
  expect(await over).toBeGreaterThan(stalledMs * 2);
  await received;
  expect(text.join("")).toContain(" and an end");
});
