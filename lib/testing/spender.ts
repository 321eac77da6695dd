import { drainSpending } from "@/lib/gateway/drain-spending";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import { closeDb } from "@/lib/db/client";
import { endProcess } from "@/lib/ledger/processes/current-process";
import { finishedGeneration, holdExactly } from "./generations";

/**
 * A separate process that spends: `spender.ts <workspace> <key> <requests> <nanos each>`. Prints its results as JSON.
 * With "crash" as fifth argument it exits with its holds open.
 */
const [workspaceId = "", keyId = "", requests = "0", nanos = "1", mode = ""] = process.argv.slice(2);

async function spendOnce(): Promise<string> {
  const amount = BigInt(nanos);
  const id = finishedGeneration({ workspaceId, keyId }).id;
  const held = await holdExactly(workspaceId, keyId, amount, id);
  if (!held.ok) return held.code;
  if (mode !== "crash")
    await settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: amount }));
  return "spent";
}

const results = await Promise.all(Array.from({ length: Number(requests) }, spendOnce));
const counts: Record<string, number> = {};
for (const result of results) counts[result] = (counts[result] ?? 0) + 1;
process.stdout.write(`${JSON.stringify(counts)}\n`, () => {
  if (mode === "crash") process.kill(process.pid, "SIGKILL");
});
await drainSpending();
await endProcess();
await closeDb();
