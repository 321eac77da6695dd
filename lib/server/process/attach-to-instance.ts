import "server-only";
import { existsSync } from "node:fs";
import path from "node:path";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { composeEnvironment, readConfiguration, type StartedParts } from "./configuration";
import { startEmbeddedPostgres } from "../postgres/embedded-postgres";
import { acquireInstanceLock } from "./instance-lock";
import { prepareEmbedded, prepareOutside, productAddress } from "../postgres/prepare-database";
import { readRuntime } from "./runtime-file";
import { keepSecrets } from "./secrets";

/** Placeholder address of a simulator while the product is not running. Nothing listens there. */
const nowhere = "127.0.0.1:9";

/**
 * Gives this process the environment of the running instance, so that a command works on the data that the pages show.
 * If none is running, the database is started for the duration of the command. Returns a function that detaches.
 */
export async function attachToInstance(needs: CommandNeeds = {}): Promise<() => Promise<void>> {
  const leave = await enter(needs);
  // The instance's connection budget includes one command.
  process.env.COUNTERFOIL_PROCESS = "command";
  return leave;
}

/** Special requirements of a command. */
export type CommandNeeds = {
  /** The product must not run with this data folder, and the database is migrated first. */
  readonly standstill?: boolean;
};

async function enter({ standstill = false }: CommandNeeds): Promise<() => Promise<void>> {
  const base = path.resolve(process.env.DATA_DIR || ".data");
  const own = path.join(base, `port-${process.env.PORT || 3000}`);
  const runtime = readRuntime(existsSync(own) ? own : base) ?? readRuntime(base);
  if (runtime && standstill)
    throw new OperatorProblem("The product is running with this data folder. Stop it first.");
  if (runtime) {
    Object.assign(process.env, runtime.environment);
    return async () => undefined;
  }
  const configuration = readConfiguration(process.env);
  const instance = acquireInstanceLock(configuration.baseDir, configuration.port);
  try {
    return await enterStopped(configuration, instance, standstill);
  } catch (error) {
    instance.release();
    throw error;
  }
}

async function enterStopped(
  configuration: ReturnType<typeof readConfiguration>,
  instance: ReturnType<typeof acquireInstanceLock>,
  migrates: boolean,
): Promise<() => Promise<void>> {
  const { sandbox } = configuration;
  const secrets = sandbox.allowed ? keepSecrets(instance.dataDir) : null;
  const database =
    sandbox.embeddedDatabase && secrets
      ? await startEmbeddedPostgres({ dataDir: instance.dataDir, password: secrets.databasePassword })
      : null;
  const encryptionKey = process.env.ENCRYPTION_KEY || (secrets?.ENCRYPTION_KEY ?? "");
  const databaseUrl =
    database && secrets
      ? (await prepareEmbedded({ superuserUrl: database.url, ...secrets })).url
      : migrates
        ? (await prepareOutside(process.env, encryptionKey)).url
        : await productAddress(process.env, encryptionKey);
  const parts = new Set(sandbox.parts);
  const started: StartedParts = {
    databaseUrl,
    stripeUrl: parts.has("stripe") ? `http://${nowhere}` : null,
    smtpUrl: parts.has("mail") ? `smtp://${nowhere}` : null,
    inboxUrl: null,
    providerUrl: parts.has("provider") ? `http://${nowhere}` : null,
  };
  Object.assign(
    process.env,
    composeEnvironment(process.env, { ...configuration, dataDir: instance.dataDir }, secrets, started),
  );
  delete process.env.DATABASE_URL_OWNER;
  return async () => {
    await database?.stop();
    instance.release();
  };
}
