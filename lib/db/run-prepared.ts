import "server-only";
import pg from "pg";
import { patientPool, preparedPool } from "./client";
import { type RenderedParameter, renderParameters } from "./internal/render-parameters";

/** A statement that is parsed and planned once per connection, under its name. The text belongs to the name for good. */
export type PreparedStatement = {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
};

/** Bounds of one transaction, far above what the queues put into one. */
const statementsMax = 8;
const charactersMax = 64_000_000;

const textOfName = new Map<string, string>();

/**
 * Runs statements in one transaction and one round trip: all are sent at once, so none can depend on the answer of
 * another. One alone is its own transaction. Rejects with the error of the first that failed; then nothing is written,
 * unless the connection broke, which leaves open whether it was. Whatever can fail on our side fails before the first
 * byte is sent: COMMIT follows its statements unasked, and would commit those that came through.
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
    const answers = await Promise.allSettled(
      inOneWrite(client, () => sent.map((statement) => client.query(statement))),
    );
    const errors = answers.flatMap((answer) =>
      answer.status === "rejected" ? [answer.reason as unknown] : [],
    );
    isBroken = errors.some(endsConnection);
    if (errors.length > 0) throw errors[0];
    const results = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
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

/** The connection that impatient transactions are sent on, one behind the other, and how many are on their way. */
type Shared = {
  readonly pool: pg.Pool;
  readonly client: Promise<pg.PoolClient>;
  users: number;
  isBroken: boolean;
};
let shared: Shared | null = null;

/**
 * One connection for all impatient transactions at a time, each behind the one before without waiting for its answer.
 * Holds and settlements lock the same wallets: on two connections they wait for each other's commit, on one for nothing.
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
    // The driver would find this out only after the statements before it are sent.
    if ((textOfName.get(name) ?? text) !== text) throw new Error(`${name} is the name of another statement`);
    textOfName.set(name, text);
    const parameters = renderParameters(values);
    for (const parameter of parameters) characters += parameter?.length ?? 0;
    return { name, text, values: parameters };
  });
  if (characters > charactersMax) throw new RangeError("too many bytes for one transaction");
  return rendered;
}

/** Lets everything that `send` sends leave as one write: a system call a statement is a fifth of all work otherwise. */
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
 * After an ordinary error of the server every statement was answered and the transaction ended. After a fatal one, or
 * one of the connection, the connection is of no more use.
 */
export function endsConnection(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || error.severity === "FATAL";
}
