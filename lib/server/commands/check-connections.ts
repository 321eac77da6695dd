import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { countRoom } from "@/lib/db/count-room";
import { Warning } from "./finding";

/** `doctor`'s finding `connections`: how many instances fit. With one, an update causes an outage. */
export async function checkConnections(): Promise<string | Warning> {
  const { instances, sentence } = await countRoom();
  if (instances === 0) throw new OperatorProblem(sentence);
  return instances === 1 ? new Warning(sentence) : sentence;
}
