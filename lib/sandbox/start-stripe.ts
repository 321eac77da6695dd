import type { IncomingMessage, ServerResponse } from "node:http";
import { type Running, sendJson, serve } from "./http/serve";
import { answerApi } from "./stripe/answer-api";
import { answerControl } from "./stripe/answer-control";
import { answerPage } from "./stripe/answer-pages";
import { createEmulator, type Emulator } from "./stripe/emulator";

export type StripeOptions = {
  readonly port: number;
  /** Where events go. Null or absent: they are recorded only. */
  readonly webhookUrl?: string | null;
  readonly webhookSecret: string;
  /** Folder that keeps the state over restarts. */
  readonly dataDir?: string;
  /** Milliseconds until Alipay and USDC settle. */
  readonly settleMs?: number;
  /** Milliseconds until the fee of a charge is known and `charge.updated` comes. */
  readonly feeMs?: number;
};

/** Starts the Stripe simulator: the API under `/v1`, hosted pages, and the control surface under `/_emulator`. */
export async function startStripe(options: StripeOptions): Promise<Running> {
  let emulator: Emulator | null = null;
  const server = await serve((request, response) => {
    if (emulator) void answer(emulator, request, response);
    else response.writeHead(503).end();
  }, options.port);
  emulator = createEmulator({
    // Links that a browser follows are built from it, so it is known only when the port is.
    origin: server.url,
    webhookUrl: options.webhookUrl ?? null,
    webhookSecret: options.webhookSecret,
    dataDir: options.dataDir,
    delays: { settleMs: options.settleMs ?? 4_000, feeMs: options.feeMs ?? 1_500 },
  });
  const running = emulator;
  return {
    ...server,
    stop: async () => {
      await server.stop();
      running.stop();
    },
  };
}

async function answer(emulator: Emulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "/";
  try {
    if (path.startsWith("/v1/")) await answerApi(emulator, request, response);
    else if (path.startsWith("/_emulator/")) await answerControl(emulator, request, response);
    else await answerPage(emulator, request, response);
  } catch (error) {
    // A mistake of the simulator must be seen by whoever runs the test, and reads like Stripe's own trouble.
    const message = error instanceof Error ? (error.stack ?? error.message) : "unknown";
    if (response.headersSent) response.destroy();
    else
      sendJson(
        response,
        500,
        JSON.stringify({ error: { type: "api_error", message: `Sandbox: ${message}` } }),
      );
  }
}
