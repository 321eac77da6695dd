import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { errorCode } from "./database-errors";

/** The start or a command cannot use the database and ends. The message is a sentence for the operator. */
export class DatabaseProblem extends OperatorProblem {}

/**
 * Rejects with a `DatabaseProblem` when `work` fails because the database at this address cannot be used at all: no
 * server, wrong password, no such database, no permission. Passes on any other error unchanged.
 */
export async function explainingDatabase<Value>(url: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const sentence = error instanceof DatabaseProblem ? null : connectionProblem(error, url);
    throw sentence === null ? error : new DatabaseProblem(sentence);
  }
}

/**
 * Says in one sentence what is wrong with the connection and what to do, naming the variable; null for any other error.
 * Contains host, port, database and user of the address, never the password.
 */
export function connectionProblem(error: unknown, url: string): string | null {
  const { place, host, database, user } = partsOf(url);
  const code = errorCode(error) ?? "";
  const at = `The database at ${place} (DATABASE_URL)`;
  switch (code) {
    case "ECONNREFUSED":
      return `${at} cannot be reached: nothing listens there. Start PostgreSQL, or correct the host and port.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${at} cannot be reached: there is no host ${host}. Correct the host, or the machine's name service.`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return `${at} cannot be reached from here. Check the network and the firewall.`;
    case "28P01":
    case "28000":
      return `${at} refuses the sign-in${user}. Correct user and password, or allow this machine in pg_hba.conf.`;
    case "3D000":
      return `${at} does not exist on that server: create it with CREATE DATABASE ${database}, or correct the name.`;
    case "53300":
    case "53400":
      return `${at} has no connection left. Raise max_connections, or run fewer processes against it.`;
    case "57P03":
      return `${at} is starting up or shutting down. Try again in a moment.`;
    case "42501":
      return `${at} does not let the user change its schema. Use the role that owns the database.`;
    default:
      return isUnreachable(error, code) ? `${at} does not respond. Check that PostgreSQL runs there.` : null;
  }
}

/** The driver has no code for a connection that fails to open. */
function isUnreachable(error: unknown, code: string): boolean {
  if (["ECONNRESET", "EPIPE", "08001", "08006", "P1001", "P1002", "P1008", "P1017"].includes(code))
    return true;
  const text = error instanceof Error ? error.message : "";
  return /timeout expired|timeout.*connect|connection terminated|connection ended|can't reach database|does not support ssl/i.test(
    text,
  );
}

function partsOf(url: string): { place: string; host: string; database: string; user: string } {
  if (!URL.canParse(url))
    return { place: "an unreadable address", host: "of that name", database: "…", user: "" };
  const { hostname, port, pathname, username } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1)) || "postgres";
  return {
    place: `${hostname || "localhost"}:${port || "5432"}/${database}`,
    host: hostname,
    database,
    user: username ? ` of ${decodeURIComponent(username)}` : "",
  };
}
