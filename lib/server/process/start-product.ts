import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { checkLeakedPasswords } from "@/lib/accounts/check-leaked-passwords";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { closeDb } from "@/lib/db/client";
import { examineRole } from "@/lib/db/examine-role";
import { savePriceLists } from "@/lib/catalog/save-price-lists";
import { checkCategorization } from "@/lib/gateway/check-categorization";
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
import { readBuiltFiles } from "../front/built-files";
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
  /** Resolves when the whole product is serving. */
  readonly started: Promise<void>;
  /** Lets running requests finish, then stops every part, the database last. Also works in the middle of a start. */
  stop(): Promise<void>;
  /** Stops every part without waiting for requests. */
  abandon(): Promise<void>;
};

export type StartOptions = {
  readonly source: Readonly<Record<string, string | undefined>>;
  readonly development: boolean;
  /** Called when an essential part has failed for good. */
  readonly onFatal: (sentence: string) => void;
};

/** Extra time after that of running completions, to bill the stopped ones and tell their clients. */
const finishMs = 20_000;
/** How long the last settlements may take; the database may be unavailable. */
const lastSettlementsMs = 20_000;
const pagesPatienceMs = 3_000;
/** How long a stop waits for a start in progress to notice. */
const startEndMs = 10_000;

type Undo = (patient: boolean) => Promise<void> | void;

/** The parts started so far, to be stopped in reverse order. */
class ShutdownStack {
  readonly #undo: { title: string; run: Undo }[] = [];
  #ended = false;

  /** A part that comes up after a stop was requested is stopped immediately, and the start in progress fails. */
  async add(title: string, run: Undo): Promise<void> {
    this.#undo.unshift({ title, run });
    if (!this.#ended) return;
    await this.end(false);
    throw new OperatorProblem("Stopped before everything had started.");
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
 * Starts the whole product: configuration, data folder, database, migrations, simulators, pages, the port. If a step
 * fails, the parts already started are stopped again.
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
  // Next's development server also serves the API and leaves only the jobs to this process, so their shares are
  // swapped.
  if (options.development) process.env.COUNTERFOIL_PROCESS = "pages";
  // Removed so that code running in this process or its children later has no access to the owner of the tables.
  delete process.env.DATABASE_URL_OWNER;
  await shutdown.add("The database connections", closeDb);
  await warnAboutRole();
  // Also reads the catalog for the first time: an unusable one stops the start here, with how to fix it.
  await savePriceLists();
  checkCategorization();
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

/** Writes the remaining settlements and marks this process as ended, without waiting for an unavailable database. */
async function endSpending(patient: boolean): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<"left">((resolve) => {
    timer = setTimeout(() => resolve("left"), patient ? lastSettlementsMs : lastSettlementsMs / 10);
  });
  const outcome = await Promise.race([drainSpending().then(endProcess), tooLong]);
  clearTimeout(timer);
  if (outcome === "left") {
    complain("The last settlements could not be written. Their holds will be counted as unaccounted.");
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
        complain(`PostgreSQL exited unexpectedly; restarting it. Its log: ${dataDir}/postgres.log`),
      onLost: () => options.onFatal(`PostgreSQL could not be restarted. Its log: ${dataDir}/postgres.log`),
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
  // The API is loaded while the pages' server starts, and reads the environment set above.
  const [{ createApi }] = await Promise.all([import("@/lib/api/app"), pages.start()]);
  const frontServer = await startFrontServer({
    port: configuration.port,
    hosts: configuration.hosts,
    appUrl: configuration.appUrl,
    trustedProxies: env().trustedProxies,
    api: createApi(),
    onUntrustedProxy: (address) => {
      log().warn({ event: "untrusted_proxy", reason: "not_in_trusted_proxies" });
      complain(
        `A proxy at ${address} forwards requests and is not in TRUSTED_PROXIES: its clients cannot be identified and share one limit. Set TRUSTED_PROXIES=${address}`,
      );
    },
    probe: (request, { isLocal }) =>
      handleProbe(request, {
        isLocal,
        metricsToken: environment.METRICS_TOKEN ?? null,
        arePagesReady: () => pages.isReady(),
      }),
    stalledReaderMs: env().completions.stalledReaderMs,
    pages: readBuiltPages(),
    files: readBuiltFiles(),
    pagesPort: () => (pages.isReady() ? port : null),
  });
  await shutdown.add("The port", (patient) => stopFrontServer(frontServer, patient));
}

/**
 * Accepts no new requests. Completions have the configured time to finish; then they are stopped and billed. Their
 * costs are settled before anything else is waited for, in case the process manager kills this process early.
 */
async function stopFrontServer(frontServer: FrontServer, patient: boolean): Promise<void> {
  const patienceMs = patient ? env().completions.shutdownMs : 0;
  await Promise.all([
    endCompletions(patienceMs),
    frontServer.stop({ apiMs: patienceMs + finishMs, pagesMs: patient ? pagesPatienceMs : 0 }),
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

/** Checked before anything is started, so that the message can say what to do. */
async function requireFreePort({ port }: Configuration): Promise<void> {
  if ((await freePort(port)) === port) return;
  throw new OperatorProblem(
    `Port ${port} is taken by another program. Stop it, or choose another: PORT=${port + 1} npm start`,
  );
}

function progress(text: string): void {
  say(`${text} …`);
}
