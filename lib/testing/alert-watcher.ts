import { once } from "node:events";
import { watchBalances } from "@/lib/alerts/watch-balances";
import { watchUsage } from "@/lib/alerts/watch-usage";
import { closeDb, sqlPool } from "@/lib/db/client";

/**
 * A separate process that watches balances or, with a time, the usage of that time: `alert-watcher.ts <runs> [<time>]`, all
 * at once, when its stdin ends. Says when it is ready, then how many alerts it fired.
 */
const [runs = "1", time] = process.argv.slice(2);
const watch = () => (time === undefined ? watchBalances() : watchUsage(() => new Date(time)));

await sqlPool().query("select 1");
process.stdout.write("ready\n");
process.stdin.resume();
await once(process.stdin, "end");
const fired = await Promise.all(Array.from({ length: Number(runs) }, watch));
process.stdout.write(`${fired.reduce((sum, one) => sum + one, 0)}\n`);
await closeDb();
