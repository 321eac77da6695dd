import { type Running, serve } from "./http/serve";
import { handle, type Provider } from "./provider/handle";
import { createJournal } from "./provider/journal";
import { createPromptCache } from "./provider/prompt-cache";

/** Starts the model provider. Port 0 picks a free port; `url` is the origin, and the API is under `/v1`. */
export function startProvider(options: {
  readonly port: number;
  readonly paceMs?: number;
}): Promise<Running> {
  const provider: Provider = {
    journal: createJournal(),
    cache: createPromptCache(),
    paceMs: options.paceMs ?? 0,
  };
  return serve((request, response) => {
    // A client that disconnects midway rejects here; there is no one left to respond to.
    handle(provider, request, response).catch(() => response.destroy());
  }, options.port);
}
