import "server-only";
import { checkLeakedPasswords } from "@/lib/accounts/check-leaked-passwords";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { closeDb } from "@/lib/db/client";
import { examineRole } from "@/lib/db/examine-role";
import { savePriceLists } from "@/lib/catalog/save-price-lists";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { endCompletions } from "@/lib/gateway/end-completions";
import { endProcess } from "@/lib/ledger/processes/current-process";
import { handleProbe } from "@/lib/health/handle-probe";
import { startWarning } from "../commands/check-role";
import { composeEnvironment, type Configuration, readConfiguration } from "./configuration";
import { type FrontServer, startFrontServer } from "../front/front-server";
import { acquireInstanceLock } from "./instance-lock";
import { banner } from "./banner";
import type { Child } from "./child";
import { readBuiltPages } from "../front/built-pages";
import { freePort } from "./free-port";
import { complain, say } from "./say";
import { startJobs } from "./jobs";
import { superviseEmbeddedPostgres, type SupervisedPostgres } from "../postgres/supervise-postgres";
import { prepareEmbedded, prepareOutside } from "../postgres/prepare-database";
import { superviseDevelopmentPages, supervisePages } from "./pages-child";
import { removeRuntime, writeRuntime } from "./runtime-file";
import { startSandbox } from "./sandbox-child";
import { keepSecrets } from "./secrets";

export type Product = {
  /** Resolves when the whole product serves. */
  readonly started: Promise<void>;
  /** Lets running requests finish, then ends every part, the database last. Also in the middle of a start. */
  stop(): Promise<void>;
  /** Ends every part without waiting for requests. */
  abandon(): Promise<void>;
};

export type StartOptions = {
  readonly source: Readonly<Record<string, string | undefined>>;
  readonly development: boolean;
  /** A part without which nothing works has ended. */
  readonly onFatal: (sentence: string) => void;
};

/** Beyond the time of running completions: what ended ones take to be billed and to tell their callers. */
const goodbyeMs = 20_000;
/** How long the last settlements may take, the database being away perhaps. */
const lastSettlementsMs = 20_000;
const pagesPatienceMs = 3_000;
/** How long a stop waits for a start under way to notice. */
const startEndMs = 10_000;

type Undo = (patient: boolean) => Promise<void> | void;

/** What has been started so far; undone last first. */
class ShutdownStack {
  readonly #undo: { title: string; run: Undo }[] = [];
  #ended = false;

  /** What comes up after the end was asked for ends at once, and with it the start that is under way. */
  async add(title: string, run: Undo): Promise<void> {
    this.#undo.unshift({ title, run });
    if (!this.#ended) return;
    await this.end(false);
    throw new Error("Stopped before everything had started.");
  }

  async end(patient: boolean): Promise<void> {
    this.#ended = true;
    for (let part = this.#undo.shift(); part; part = this.#undo.shift()) {
      try {
        await part.run(patient);
      } catch {
        complain(`${part.title} did not end cleanly.`);
      }
    }
  }
}

/**
 * Starts the whole product: configuration, data folder, database, migrations, simulators, pages, the port. What was
 * started is ended again when a later step fails.
 */
export function startProduct(options: StartOptions): Product {
  const shutdown = new ShutdownStack();
  const started = startAll(options, shutdown).catch(async (error: unknown) => {
    await shutdown.end(false);
    throw error;
  });
  const end = async (patient: boolean) => {
    await shutdown.end(patient);
    await Promise.race([
      started.catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, startEndMs)),
    ]);
  };
  return { started, stop: () => end(true), abandon: () => end(false) };
}

async function startAll(options: StartOptions, shutdown: ShutdownStack): Promise<void> {
  const configuration = readConfiguration(options.source);
  if (options.source.LEAKED_PASSWORDS_FILE) await checkLeakedPasswords(options.source.LEAKED_PASSWORDS_FILE);
  const instance = acquireInstanceLock(configuration.baseDir, configuration.port);
  await shutdown.add("The data folder", () => instance.release());
  const here = { ...configuration, dataDir: instance.dataDir, development: options.development };
  await requireFreePort(configuration);
  const secrets = configuration.sandbox.allowed ? keepSecrets(instance.dataDir) : null;

  let database: SupervisedPostgres | null = null;
  if (configuration.sandbox.embeddedDatabase && secrets) {
    progress("Starting PostgreSQL");
    database = await startDatabase(instance.dataDir, secrets.databasePassword, shutdown, options);
  }
  progress("Applying migrations");
  const encryptionKey = options.source.ENCRYPTION_KEY || (secrets?.ENCRYPTION_KEY ?? "");
  const { url: databaseUrl, applied } =
    database && secrets
      ? await prepareEmbedded({ superuserUrl: database.url, ...secrets })
      : await prepareOutside(options.source, encryptionKey);
  if (applied.length > 0) progress(`Applied ${applied.length} migrations`);

  if (configuration.sandbox.parts.length > 0) progress("Starting the sandbox");
  const sandbox = await startSandbox(here, secrets);
  if (sandbox.child) await shutdown.add("The sandbox", () => sandbox.child?.stop());
  const started = { ...sandbox.addresses, databaseUrl };
  const environment = composeEnvironment(options.source, here, secrets, started);
  Object.assign(process.env, environment);
  // Next's development server answers the API too, and leaves this process the jobs: they change their shares.
  if (options.development) process.env.COUNTERFOIL_PROCESS = "pages";
  // Whoever gets into this process or its children later finds no way to the owner of the tables.
  delete process.env.DATABASE_URL_OWNER;
  await shutdown.add("The database connections", closeDb);
  await warnAboutRole();
  // Also the first reading of the catalog: an unusable one stops the start here, with its fix.
  await savePriceLists();
  const jobs = startJobs();
  await shutdown.add("The jobs", () => jobs.stop());

  progress("Starting the pages");
  if (options.development) await startDevelopmentPages(configuration, environment, shutdown);
  else await startPages(configuration, environment, shutdown);
  writeRuntime(instance.dataDir, environment);
  await shutdown.add("The runtime file", () => removeRuntime(instance.dataDir));
  const notes = [instance.note, database?.note ?? null].filter((note) => note !== null);
  say(banner(configuration, sandbox.addresses.inboxUrl, notes));
}

async function warnAboutRole(): Promise<void> {
  const reason = startWarning(await examineRole());
  if (reason !== null) log().warn({ reason }, "the database role of the product may do too much");
}

/** Settles what is left and says that this process takes no more holds. A database that is away is not waited for. */
async function endSpending(patient: boolean): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<"left">((resolve) => {
    timer = setTimeout(() => resolve("left"), patient ? lastSettlementsMs : lastSettlementsMs / 10);
  });
  const outcome = await Promise.race([drainSpending().then(endProcess), tooLong]);
  clearTimeout(timer);
  if (outcome === "left") {
    complain("The database did not take the last settlements. What they hold is counted as unaccounted.");
  }
}

async function startDatabase(
  dataDir: string,
  password: string,
  shutdown: ShutdownStack,
  options: StartOptions,
): Promise<SupervisedPostgres> {
  const database = await superviseEmbeddedPostgres(
    { dataDir, password },
    {
      onRestart: () =>
        complain(`PostgreSQL ended unexpectedly; starting it again. Its log: ${dataDir}/postgres.log`),
      onLost: () => options.onFatal(`PostgreSQL does not come up any more. Its log: ${dataDir}/postgres.log`),
    },
  );
  await shutdown.add("PostgreSQL", () => database.stop());
  return database;
}

async function startPages(
  configuration: Configuration,
  environment: Record<string, string>,
  shutdown: ShutdownStack,
): Promise<void> {
  const port = await freePort();
  const pages = supervisePages(port, environment);
  await shutdown.add("The pages' server", () => pages.stop());
  // The API is loaded while the pages' server starts; it reads the environment set above.
  const [{ createApi }] = await Promise.all([import("@/lib/api/app"), pages.start()]);
  const frontServer = await startFrontServer({
    port: configuration.port,
    hosts: configuration.hosts,
    appUrl: configuration.appUrl,
    trustedProxies: env().trustedProxies,
    api: createApi(),
    onUntrustedProxy: (address) =>
      complain(
        `A proxy at ${address} passes requests on and is not in TRUSTED_PROXIES: who its clients are cannot be known, and they share one limit. Set TRUSTED_PROXIES=${address}`,
      ),
    probe: (request, { isLocal }) =>
      handleProbe(request, {
        isLocal,
        metricsToken: environment.METRICS_TOKEN ?? null,
        arePagesReady: () => pages.isReady(),
      }),
    stalledReaderMs: env().completions.stalledReaderMs,
    pages: readBuiltPages(),
    pagesPort: () => (pages.isReady() ? port : null),
  });
  await shutdown.add("The port", (patient) => stopFrontServer(frontServer, patient));
}

/**
 * Nothing new is taken; completions have the configured time to end by themselves and are ended and billed after it.
 * What they cost is settled before anything else is waited for, in case whoever stops us loses patience.
 */
async function stopFrontServer(frontServer: FrontServer, patient: boolean): Promise<void> {
  const patienceMs = patient ? env().completions.shutdownMs : 0;
  await Promise.all([
    endCompletions(patienceMs),
    frontServer.stop({ apiMs: patienceMs + goodbyeMs, pagesMs: patient ? pagesPatienceMs : 0 }),
  ]);
  await endSpending(patient);
}

async function startDevelopmentPages(
  configuration: Configuration,
  environment: Record<string, string>,
  shutdown: ShutdownStack,
): Promise<void> {
  const pages: Child = superviseDevelopmentPages(configuration.port, environment);
  await shutdown.add("The development server", () => pages.stop());
  await pages.start();
}

/** Found out before anything is started, and said so that the person knows what to do. */
async function requireFreePort({ port }: Configuration): Promise<void> {
  if ((await freePort(port)) === port) return;
  throw new Error(
    `Port ${port} is taken by another program. Stop it, or choose another: PORT=${port + 1} npm start`,
  );
}

function progress(text: string): void {
  say(`${text} …`);
}
