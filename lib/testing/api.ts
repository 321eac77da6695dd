import { serve } from "@hono/node-server";
import { createApi } from "@/lib/api/app";
import { savePriceLists } from "@/lib/catalog/save-price-lists";
import { closeDb, sqlPool } from "@/lib/db/client";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { closeUpstreams } from "@/lib/gateway/internal/upstream";
import type { Nanos } from "@/lib/kernel/money";
import { createKey } from "@/lib/keys/create-key";
import type { NewKey } from "@/lib/keys/rules/key-input";
import type { Key } from "@/lib/keys/rules/key-view";
import { getBalance } from "@/lib/ledger/get-balance";
import { endProcess } from "@/lib/ledger/processes/current-process";
import { decryptContent } from "@/lib/privacy/internal/encrypt-content";
import { drainContent } from "@/lib/privacy/keep-content";
import { startProvider } from "@/lib/sandbox/start-provider";
import { testDatabase } from "./database";
import { startApiFrontServer } from "./api-front-server";
import { createWorkspace, type MadeWorkspace } from "./factories";

export type Tenant = MadeWorkspace & { readonly secret: string; readonly key: Key };

export type TestApi = {
  /** Sends a request to the API in this process, without a socket. */
  call(path: string, options?: CallOptions): Promise<Response>;
  /** Origin of the sandbox provider. */
  readonly providerUrl: string;
  stop(): Promise<void>;
};
type CallOptions = {
  readonly secret?: string;
  readonly method?: string;
  readonly body?: unknown;
  /** Sent unchanged, instead of `body`. */
  readonly text?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
};

/** The whole API with its own database and the sandbox provider. Call it once, before anything else. */
export async function startApi(environment: Record<string, string> = {}): Promise<TestApi> {
  await testDatabase();
  const provider = await startProvider({ port: 0 });
  Object.assign(process.env, { COUNTERFOIL_PROVIDER_URL: provider.url }, environment);
  await savePriceLists();
  const api = createApi();
  return {
    providerUrl: provider.url,
    call: async (path, options = {}) => api.fetch(toRequest(path, options)),
    stop: async () => {
      await drainSpending();
      await endProcess();
      await closeUpstreams();
      await provider.stop();
      await closeDb();
    },
  };
}

/** The same app on a real socket, for clients that need a URL. */
export async function listenApi(): Promise<{ url: string; close(): Promise<void> }> {
  const api = createApi();
  return new Promise((resolve) => {
    const server = serve({ fetch: api.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}/api/v1`,
        close: () => new Promise((done) => server.close(() => done())),
      }),
    );
  });
}

/** The same behind the front server, without pages. */
export async function listenFrontServer(): Promise<{ port: number; close(): Promise<void> }> {
  const { port, frontServer } = await startApiFrontServer();
  return { port, close: () => frontServer.stop({ apiMs: 0, pagesMs: 0 }) };
}

/** A workspace with credits and a key. */
export async function createTenant(
  options: { credits?: Nanos; key?: Partial<NewKey> } = {},
): Promise<Tenant> {
  const workspace = await createWorkspace({ credits: options.credits ?? 10_000_000_000n });
  return { ...workspace, ...(await issueKey(workspace, options.key)) };
}

export async function issueKey(workspace: MadeWorkspace, input: Partial<NewKey> = {}) {
  const made = await createKey(workspace.actor, { name: "test", ...input });
  if (!made.ok) throw new Error(`no key: ${made.code}`);
  return made.value;
}

function toRequest(path: string, options: CallOptions): Request {
  const hasBody = options.body !== undefined || options.text !== undefined;
  return new Request(`http://127.0.0.1/api/v1${path}`, {
    method: options.method ?? (hasBody ? "POST" : "GET"),
    headers: {
      ...(options.secret && { authorization: `Bearer ${options.secret}` }),
      ...(hasBody && { "content-type": "application/json" }),
      ...options.headers,
    },
    ...(hasBody && { body: options.text ?? JSON.stringify(options.body) }),
    ...(options.signal && { signal: options.signal }),
  });
}

/** A workspace's generation rows from the database, oldest first. */
export async function generationRows(workspaceId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await sqlPool().query<Record<string, unknown>>(
    "select * from generations where workspace_id = $1 order by id",
    [workspaceId],
  );
  return rows;
}

export async function spentNanos(workspaceId: string): Promise<Nanos> {
  return (await getBalance(workspaceId)).debitedNanos;
}

/** Stored content of a workspace, encrypted and decrypted. It is stored after the response. */
export async function promptLogs(workspaceId: string): Promise<{ ciphertext: Buffer; opened: string }[]> {
  await drainContent();
  const { rows } = await sqlPool().query<{ generation_id: string; nonce: Buffer; ciphertext: Buffer }>(
    "select generation_id, nonce, ciphertext from prompt_logs where workspace_id = $1",
    [workspaceId],
  );
  return rows.map((row) => ({
    ciphertext: row.ciphertext,
    opened: decryptContent({ workspaceId, generationId: row.generation_id }, row),
  }));
}
