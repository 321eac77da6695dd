import { type Running, serve } from "./http/serve";
import { handle, type Provider } from "./provider/handle";
import { createJournal } from "./provider/journal";
import { createPromptCache } from "./provider/prompt-cache";

/** Starts the model provider. Port 0 takes a free one; `url` is the origin, the API lies under `/v1`. */
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
    // A reader that leaves in the middle rejects here; there is nobody left to tell.
    handle(provider, request, response).catch(() => response.destroy());
  }, options.port);
}
