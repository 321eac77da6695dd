import "server-only";
import pg from "pg";
import { patientPool, preparedPool } from "./client";
import { type RenderedParameter, renderParameters } from "./internal/render-parameters";

/** A statement that is parsed and planned once per connection, under its name. A name always has the same text. */
export type PreparedStatement = {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
};

/** Limits of one transaction, far above what the queues put into one. */
const statementsMax = 8;
const charactersMax = 64_000_000;

const textOfName = new Map<string, string>();

/**
 * Runs statements in one transaction and one round trip. All are sent together, so none can depend on the result of
 * another. A single statement is its own transaction. Rejects with the error of the first that failed. Then nothing is
 * written, unless the connection broke: in that case the outcome is unknown. Anything that can fail on our side fails
 * before the first byte is sent, because COMMIT follows its statements in any case and would commit those that arrived.
 */
export async function runPrepared(
  statements: readonly PreparedStatement[],
  how: { readonly patient: boolean } = { patient: false },
): Promise<pg.QueryResult[]> {
  const rendered = renderAll(statements);
  const lent = how.patient ? await lendOwn() : await lendShared();
  const { client } = lent;
  let isBroken = false;
  try {
    const sent = rendered.length === 1 ? rendered : ["BEGIN", ...rendered, "COMMIT"];
    const outcomes = await Promise.allSettled(
      inOneWrite(client, () => sent.map((statement) => client.query(statement))),
    );
    const errors = outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [outcome.reason as unknown] : [],
    );
    isBroken = errors.some(endsConnection);
    if (errors.length > 0) throw errors[0];
    const results = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    return rendered.length === 1 ? results : results.slice(1, -1);
  } finally {
    lent.giveBack(isBroken);
  }
}

type Lent = { readonly client: pg.PoolClient; giveBack(isBroken: boolean): void };

async function lendOwn(): Promise<Lent> {
  const client = await patientPool().connect();
  return { client, giveBack: (isBroken) => client.release(isBroken) };
}

/** The connection that carries impatient transactions, one after the other, and how many are in flight. */
type Shared = {
  readonly pool: pg.Pool;
  readonly client: Promise<pg.PoolClient>;
  users: number;
  isBroken: boolean;
};
let shared: Shared | null = null;

/**
 * One connection for all impatient transactions. Each is sent without waiting for the result of the one before. Holds
 * and settlements lock the same wallets: on two connections they would wait for each other's commit, on one they never
 * do.
 */
async function lendShared(): Promise<Lent> {
  const pool = preparedPool();
  if (!shared || shared.pool !== pool || shared.isBroken) {
    shared = { pool, client: pool.connect(), users: 0, isBroken: false };
  }
  const mine = shared;
  mine.users += 1;
  const giveBack = (client: pg.PoolClient | null, isBroken: boolean) => {
    mine.users -= 1;
    mine.isBroken ||= isBroken;
    if (mine.isBroken && shared === mine) shared = null;
    if (mine.users > 0) return;
    if (shared === mine) shared = null;
    client?.release(mine.isBroken);
  };
  try {
    const client = await mine.client;
    return { client, giveBack: (isBroken) => giveBack(client, isBroken) };
  } catch (error) {
    giveBack(null, true);
    throw error;
  }
}

type RenderedStatement = { readonly name: string; readonly text: string; values: RenderedParameter[] };

function renderAll(statements: readonly PreparedStatement[]): RenderedStatement[] {
  if (statements.length > statementsMax) throw new RangeError("too many statements for one transaction");
  let characters = 0;
  const rendered = statements.map(({ name, text, values }) => {
    // The driver would notice only after the statements before it were sent.
    if ((textOfName.get(name) ?? text) !== text) throw new Error(`${name} is the name of another statement`);
    textOfName.set(name, text);
    const parameters = renderParameters(values);
    for (const parameter of parameters) characters += parameter?.length ?? 0;
    return { name, text, values: parameters };
  });
  if (characters > charactersMax) throw new RangeError("too many bytes for one transaction");
  return rendered;
}

/** Sends everything in one write. Otherwise the system call per statement is a fifth of all work. */
function inOneWrite<Sent>(client: pg.PoolClient, send: () => Sent): Sent {
  const { stream } = client.connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

/**
 * After an ordinary server error, every statement has its result and the transaction has ended. After a fatal error, or
 * an error of the connection, the connection cannot be used again.
 */
export function endsConnection(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity === "FATAL";
}
