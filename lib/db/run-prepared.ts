import "server-only";
import pg from "pg";
import { preparedPool } from "./client";

/** A statement that is parsed and planned once per connection, under its name. The text belongs to the name for good. */
export type PreparedStatement = {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
};

/**
 * Runs statements in one transaction and one round trip: all are sent at once, so none can depend on the answer of
 * another. One alone is its own transaction. Rejects with the error of the first that failed; then nothing is written,
 * unless the connection broke, which leaves open whether it was.
 */
export async function runPrepared(statements: readonly PreparedStatement[]): Promise<pg.QueryResult[]> {
  const client = await preparedPool().connect();
  let broken = false;
  try {
    const sent = statements.length === 1 ? statements : ["BEGIN", ...statements, "COMMIT"];
    const answers = await Promise.allSettled(sent.map((statement) => client.query(statement)));
    const errors = answers.flatMap((answer) =>
      answer.status === "rejected" ? [answer.reason as unknown] : [],
    );
    // After an error of the server every statement was answered and the transaction ended; after any other, who knows.
    broken = errors.some((error) => !(error instanceof pg.DatabaseError));
    if (errors.length > 0) throw errors[0];
    const results = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    return statements.length === 1 ? results : results.slice(1, -1);
  } finally {
    client.release(broken);
  }
}
