import type { IncomingMessage, ServerResponse } from "node:http";
import { fontPath, sendFont } from "./http/font";
import { type Running, sendJson, serve } from "./http/serve";
import { handleApi } from "./stripe/handle-api";
import { handleControl } from "./stripe/handle-control";
import { handlePage } from "./stripe/handle-pages";
import { createEmulator, type Emulator } from "./stripe/emulator";

export type StripeOptions = {
  readonly port: number;
  /** URL that receives events. Without one they are only recorded. */
  readonly webhookUrl?: string | null;
  readonly webhookSecret: string;
  /** Folder that keeps the state across restarts. */
  readonly dataDir?: string;
  /** Milliseconds until Alipay and USDC settle. */
  readonly settleMs?: number;
  /** Milliseconds until a charge's fee is known and `charge.updated` is sent. */
  readonly feeMs?: number;
};

/** Starts the Stripe simulator: the API under `/v1`, hosted pages, and the control interface under `/_emulator`. */
export async function startStripe(options: StripeOptions): Promise<Running> {
  let emulator: Emulator | null = null;
  const server = await serve((request, response) => {
    if (emulator) void handle(emulator, request, response);
    else response.writeHead(503).end();
  }, options.port);
  emulator = createEmulator({
    // Links for the browser are built from it, so it is set once the port is known.
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

async function handle(emulator: Emulator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "/";
  try {
    if (path.startsWith("/v1/")) await handleApi(emulator, request, response);
    else if (path.startsWith("/_emulator/")) await handleControl(emulator, request, response);
    else if (path === fontPath) sendFont(response);
    else await handlePage(emulator, request, response);
  } catch (error) {
    // A bug in the simulator must be visible in the test. The response looks like an error of Stripe itself.
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
