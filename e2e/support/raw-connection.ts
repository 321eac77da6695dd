import { connect, type Socket } from "node:net";
import { newMark, userOf } from "./completion-calls";
import type { Launched } from "./launch";

/** A connection without an HTTP client: it can send what clients refuse to send, and stop reading. */
export type RawCall = {
  readonly mark: string;
  /** Resolves with the status of the response; 0 when the connection ended without one. */
  readonly status: Promise<number>;
  /** Stops reading, so that the connection fills up. */
  stall(): void;
  /** Reads the rest and resolves when the connection has ended. */
  drain(): Promise<{ readonly bytes: number; readonly isWhole: boolean }>;
  close(): void;
};

type RawRequest = {
  readonly secret: string;
  readonly asks?: readonly string[];
  readonly stream?: boolean;
  /** Header lines in addition to the required ones, byte for byte. */
  readonly headLines?: readonly string[];
};

export function callRaw(product: Launched, { secret, asks = [], ...request }: RawRequest): RawCall {
  const mark = newMark();
  const directives = [`mark=${mark}`, ...asks].map((ask) => `[[sandbox:${ask}]]`).join("");
  const body = JSON.stringify({
    model: "sandbox/heron",
    stream: request.stream ?? false,
    user: userOf(mark),
    messages: [{ role: "user", content: directives }],
  });
  const head = [
    "POST /api/v1/chat/completions HTTP/1.1",
    `host: localhost:${product.port}`,
    `authorization: Bearer ${secret}`,
    "content-type: application/json",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
    ...(request.headLines ?? []),
  ];
  const socket = connect(product.port, "127.0.0.1");
  // A reset counts as an end of the connection, which is what the tests check.
  socket.on("error", () => undefined);
  // Each byte of the text is one byte on the wire.
  socket.write(Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"));
  socket.write(body);
  return { mark, ...readRaw(socket), stall: () => void socket.pause(), close: () => void socket.destroy() };
}

function readRaw(socket: Socket): Pick<RawCall, "status" | "drain"> {
  let bytes = 0;
  let head = "";
  let tail = "";
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const status = new Promise<number>((resolve) => {
    socket.on("data", (piece: Buffer) => {
      bytes += piece.length;
      if (head.length < 64) head += piece.toString("latin1");
      tail = (tail + piece.subarray(-64).toString("latin1")).slice(-64);
      resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0));
    });
    void closed.then(() => resolve(0));
  });
  return {
    status,
    drain: async () => {
      socket.resume();
      await closed;
      return { bytes, isWhole: tail.includes("data: [DONE]") };
    },
  };
}
