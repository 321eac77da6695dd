import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { sqlPool } from "@/lib/db/client";
import { getBalance } from "@/lib/ledger/get-balance";
import { createTenant, generationRows, startApi, type TestApi } from "./api";

export type Respond = (response: ServerResponse) => void;

export type AnsweringProvider = {
  /** The API, using this provider. */
  readonly api: TestApi;
  /** Sets the response to later requests, and resets their count. */
  respondWith(respond: Respond): void;
  /** Number of requests since then. */
  arrivals(): number;
  /** Address, headers and body of the last request, as text. */
  received(): string;
  stop(): Promise<void>;
};

/** Starts the API with a provider whose responses each test sets byte for byte. Call it once, like `startApi`. */
export async function startAnsweringProvider(
  environment: Record<string, string> = {},
): Promise<AnsweringProvider> {
  let respond: Respond = () => undefined;
  let arrivals = 0;
  let received = "";
  const server = createServer((request, response) => {
    received = JSON.stringify([request.url, request.rawHeaders]);
    request.on("data", (chunk: Buffer) => (received += chunk.toString()));
    arrivals += 1;
    respond(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const api = await startApi({ COUNTERFOIL_PROVIDER_URL: `http://127.0.0.1:${port}`, ...environment });
  return {
    api,
    respondWith: (next) => {
      respond = next;
      arrivals = 0;
    },
    arrivals: () => arrivals,
    received: () => received,
    stop: async () => {
      await api.stop();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Calls a model with two endpoints, which respond alike. Resolves to everything known about the completed request. */
export async function askOnce(provider: AnsweringProvider, answer: Respond, extra: object = {}) {
  const { secret, workspaceId } = await createTenant();
  provider.respondWith(answer);
  const body = { model: "sandbox/heron", messages: [{ role: "user", content: "Hello" }], max_tokens: 400 };
  const response = await provider.api.call("/chat/completions", { secret, body: { ...body, ...extra } });
  const text = await response.text();
  const rows = await generationRows(workspaceId);
  const { heldNanos, debitedNanos } = await getBalance(workspaceId);
  expect(heldNanos).toBe(0n);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.cost_nanos).toBe(debitedNanos);
  const lost = await sqlPool().query<{ amount_nanos: bigint; billed_at: Date | null }>(
    "select amount_nanos, billed_at from unaccounted_completions where workspace_id = $1",
    [workspaceId],
  );
  return {
    status: response.status,
    text,
    row: rows[0],
    debitedNanos,
    arrivals: provider.arrivals(),
    lost: lost.rows,
  };
}

/** A plain response. */
export const plain =
  (body: string | Buffer): Respond =>
  (response) =>
    void response.end(body);

/** A stream of these events. */
export const stream =
  (...events: readonly string[]): Respond =>
  (response) => {
    response.setHeader("content-type", "text/event-stream");
    response.end(events.map((event) => `data: ${event}\n\n`).join(""));
  };

/** A chunk with this text. */
export const words = (content: string) => JSON.stringify({ choices: [{ index: 0, delta: { content } }] });
