import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { launch, type Launched, root } from "./launch";
import { ownerUrl } from "./owner";
import { providerKey, type ProviderProcess, startProviderProcess } from "./provider-process";
import { makeTenantPools, type Tenant, type TenantKind } from "./tenants";

/**
 * A product that tests may stop, kill and restart on the same data folder, with a separate provider that keeps running.
 * Its timeouts are short, so that tests can wait for what takes minutes in operation.
 */
export type Outside = {
  readonly provider: ProviderProcess;
  /** The current or last instance. */
  product(): Launched;
  /** Starts the product with these variables unless it already runs with them. */
  ensure(environment?: Readonly<Record<string, string>>): Promise<Launched>;
  /** Ends the product's process and resolves when all its processes have exited. */
  signal(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** Id of the process that serves the API and takes holds. */
  pid(): number;
  /** A tenant not used by any test before. */
  tenant(kind?: TenantKind): Tenant;
  /** The test's own connection to the product's database. */
  connect(): Promise<pg.Client>;
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  end(): Promise<void>;
};

/** Default variables of every launch. */
const defaults = {
  ANSWER_SECONDS_MAX: "12",
  STALLED_READER_SECONDS: "2",
  SHUTDOWN_SECONDS: "3",
  FREE_REQUESTS_PER_MINUTE: "3",
  COMPLETIONS_PER_KEY_MAX: "32",
  COMPLETIONS_PER_WORKSPACE_MAX: "100",
};

/** Served by a provider that stops billing when its client disconnects. */
export const hastyModel = "outside/hasty";
/** Accepts prompts of megabytes at almost no cost. */
export const vastModel = "outside/vast";

export async function startOutside(): Promise<Outside> {
  mkdirSync(path.join(root, ".test"), { recursive: true });
  const folder = mkdtempSync(path.join(root, ".test/outside-"));
  // A temporary folder is private to its owner, but the database in it does not run as root.
  chmodSync(folder, 0o755);
  const provider = await startProviderProcess();
  const catalogFile = path.join(folder, "catalog.json");
  writeFileSync(catalogFile, JSON.stringify(catalogFor(provider.url)));
  const fixed = { CATALOG_FILE: catalogFile, OUTSIDE_PROVIDER_KEY: providerKey };
  let running: { product: Launched; asked: string } | null = null;
  let last: Launched | null = null;
  let tenants: Record<TenantKind, Tenant[]> | null = null;

  const product = () => {
    if (!last) throw new Error("The product was not started: call ensure() first.");
    return last;
  };
  const runtime = () =>
    JSON.parse(readFileSync(path.join(product().dataDir, "runtime.json"), "utf8")) as {
      pid: number;
      environment: Record<string, string>;
    };

  const connect = async () => {
    const client = new pg.Client({
      connectionString: ownerUrl(product().dataDir),
      connectionTimeoutMillis: 10_000,
    });
    // A killed server closes its connections; the next statement reports it.
    client.on("error", () => undefined);
    await client.connect();
    return client;
  };

  async function ensure(environment: Readonly<Record<string, string>> = {}): Promise<Launched> {
    const asked = JSON.stringify(environment);
    if (running?.asked === asked) return running.product;
    if (running) await running.product.stop();
    running = null;
    const options = { environment: { ...defaults, ...fixed, ...environment } };
    const started = await launch(folder, last ? { ...options, port: last.port } : options);
    const current = { product: started, asked };
    running = current;
    last = started;
    void started.ended.then(() => {
      if (running === current) running = null;
    });
    tenants ??= await makeTenantPools(runtime().environment);
    return started;
  }

  return {
    provider,
    product,
    ensure,
    signal: async (signal) => {
      process.kill(runtime().pid, signal);
      await product().ended;
    },
    pid: () => runtime().pid,
    tenant: (kind = "rich") => {
      const tenant = tenants?.[kind].pop();
      if (!tenant) throw new Error(`There is no ${kind} tenant left: raise the number in tenants.ts.`);
      return tenant;
    },
    connect,
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
      const client = await connect();
      try {
        return (await client.query<Row>(sql, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    end: async () => {
      await running?.product.stop();
      await provider.stop();
      // The database of a product that a test has killed may still be writing.
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

type CatalogEntries = {
  readonly providers: readonly Readonly<Record<string, unknown>>[];
  readonly models: readonly Readonly<Record<string, unknown>>[];
};

/** The sandbox's models at our own provider, and two more. */
function catalogFor(providerUrl: string): CatalogEntries {
  const sandbox = JSON.parse(
    readFileSync(path.join(root, "lib/catalog/sandbox-catalog.json"), "utf8"),
  ) as CatalogEntries;
  const providers = sandbox.providers.map(({ apiKey: _, ...entry }) => ({
    ...entry,
    baseUrl: `${providerUrl}/v1`,
    apiKeyVariable: "OUTSIDE_PROVIDER_KEY",
  }));
  const hasty = { ...providers[0], slug: "hasty", name: "Hasty", stopsBillingOnCancel: true };
  const model = (id: string, endpoint: object, contextLength: number) => ({
    id,
    name: id,
    created: "2026-01-01",
    contextLength,
    maxCompletionTokens: 8_192,
    endpoints: [endpoint],
  });
  return {
    providers: [...providers, hasty],
    models: [
      ...sandbox.models,
      model(
        hastyModel,
        { provider: "hasty", upstreamModel: "hasty", prices: { prompt: "0.50", completion: "1.50" } },
        128_000,
      ),
      model(
        vastModel,
        { provider: "lantern", upstreamModel: "vast", prices: { prompt: "0.01", completion: "0.03" } },
        50_000_000,
      ),
    ],
  };
}
