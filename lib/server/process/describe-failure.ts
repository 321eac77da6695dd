import { errorFacts } from "@/lib/config/log";
import { connectionProblem } from "@/lib/db/connection-problem";
import { OperatorProblem } from "@/lib/kernel/operator-problem";

/**
 * What the terminal says of an error that ends the start or a command. Expected problems are sentences. Any other error
 * is shown by its kind, code and place alone, because messages of drivers quote rows and values.
 */
export function describeFailure(error: unknown, databaseUrl: string): string {
  if (error instanceof OperatorProblem) return error.message;
  return connectionProblem(error, databaseUrl) ?? unexpected(error);
}

function unexpected(error: unknown): string {
  const { kind, code, at } = errorFacts(error);
  const name = typeof code === "string" ? `${String(kind)}, ${code}` : String(kind);
  const frames = Array.isArray(at) ? at.map((frame) => `\n    ${String(frame)}`).join("") : "";
  return `Unexpected error (${name}). Its message is left out because it can contain data. Report it with these lines:${frames}`;
}
