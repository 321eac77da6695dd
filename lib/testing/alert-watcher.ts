import { once } from "node:events";
import { watchBalances } from "@/lib/alerts/watch-balances";
import { closeDb, sqlPool } from "@/lib/db/client";

/**
 * A separate process that watches balances: `alert-watcher.ts <runs>`, all at once, when its stdin ends. Says when it is
 * ready, then how many alerts it fired.
 */
const [runs = "1"] = process.argv.slice(2);

await sqlPool().query("select 1");
process.stdout.write("ready\n");
process.stdin.resume();
await once(process.stdin, "end");
const fired = await Promise.all(Array.from({ length: Number(runs) }, () => watchBalances()));
process.stdout.write(`${fired.reduce((sum, one) => sum + one, 0)}\n`);
await closeDb();
