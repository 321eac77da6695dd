import type { Server } from "node:http";
import { noPages } from "@/lib/server/front/built-pages";
import { type FrontServer, type FrontServerOptions, startFrontServer } from "@/lib/server/front/front-server";
import { freePort } from "@/lib/server/process/free-port";

type Started = { readonly port: number; readonly frontServer: FrontServer };

/** A front server on a free port of this machine. By default its API returns the body that it gets, and it has no pages. */
export async function startTestFrontServer(options: Partial<FrontServerOptions> = {}): Promise<Started> {
  const port = await freePort();
  const frontServer = await startFrontServer({
    port,
    hosts: ["127.0.0.1"],
    appUrl: `http://localhost:${port}`,
    trustedProxies: [],
    api: { fetch: async (request) => new Response(await request.text()) },
    probe: async () => null,
    stalledReaderMs: 60_000,
    pages: noPages,
    pagesPort: () => null,
    ...options,
  });
  return { port, frontServer };
}

type BehindFront = { readonly pages: Server; readonly files: FrontServerOptions["files"] };

/** A front server before a server of pages, which listens on a port of its own until both are stopped. */
export async function startPagesFrontServer({
  pages,
  files,
}: BehindFront): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> {
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  const address = pages.address();
  const pagesPort = typeof address === "object" ? (address?.port ?? null) : null;
  const { port, frontServer } = await startTestFrontServer({ files, pagesPort: () => pagesPort });
  const stop = async () => {
    await frontServer.stop({ apiMs: 0, pagesMs: 0 });
    pages.closeAllConnections();
    pages.close();
  };
  return { port, stop };
}
