import { createApi } from "@/lib/api/app";
import { type FrontServer, startFrontServer } from "@/lib/server/front/front-server";
import { noPages } from "@/lib/server/front/built-pages";
import { freePort } from "@/lib/server/process/free-port";

/** The API behind the front server, without pages. */
export async function startApiFrontServer(
  options: { readonly appUrl?: string; readonly stalledReaderMs?: number } = {},
): Promise<{ readonly port: number; readonly frontServer: FrontServer }> {
  const port = await freePort();
  const frontServer = await startFrontServer({
    port,
    hosts: ["127.0.0.1"],
    appUrl: options.appUrl ?? `http://localhost:${port}`,
    trustedProxies: [],
    api: createApi(),
    probe: async () => null,
    stalledReaderMs: options.stalledReaderMs ?? 60_000,
    pages: noPages,
    pagesPort: () => null,
  });
  return { port, frontServer };
}
