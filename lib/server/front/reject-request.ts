import "server-only";
import type { ServerResponse } from "node:http";
import { defaultHeaders } from "@/lib/config/default-headers";
import type { Rejection } from "@/lib/server/rules/page-request";

const drainedBytesMax = 64 * 1024 * 1024;

/**
 * Sends a short error from the front server itself. The rest of the request is read and discarded, up to a limit,
 * because closing immediately would lose the response for a client that is still sending.
 */
export function rejectRequest(response: ServerResponse, rejection: Rejection): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.writeHead(rejection.status, rejectionHeaders(rejection));
  response.end(rejectionBody(rejection));
  let drained = 0;
  response.req.on("data", (chunk: Buffer) => {
    drained += chunk.length;
    if (drained > drainedBytesMax) response.req.destroy();
  });
  response.req.resume();
}

export function rejectionHeaders(rejection: Rejection): Record<string, string> {
  const { status, allow } = rejection;
  return {
    "Content-Length": String(Buffer.byteLength(rejectionBody(rejection))),
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    ...defaultHeaders,
    ...(allow ? { Allow: allow } : {}),
    ...(status === 503 ? { "Retry-After": "3" } : {}),
  };
}

export function rejectionBody({ status, sentence }: Rejection): string {
  return JSON.stringify({ error: { code: status, message: sentence } });
}
