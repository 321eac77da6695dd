import "server-only";
import type { Pool } from "pg";
import { uuidv7 } from "uuidv7";
import { errorFacts, log } from "@/lib/config/log";
import { preparedPool } from "@/lib/db/client";
import { type SteadyBeats, steadyBeats } from "@/lib/ledger/rules/steady-beats";

/**
 * Six heartbeats fit into the time after which a process counts as dead, so that a single missed one ends no process.
 */
const beatMs = 5_000;

type Registered = {
  readonly id: string;
  readonly pool: Pool;
  readonly timer: NodeJS.Timeout;
  readonly beats: SteadyBeats;
};

let current: Promise<Registered> | null = null;

/** The id of this process among those that take holds. Registers it on first use, and again after it was ended. */
export async function currentProcess(): Promise<string> {
  current ??= register();
  return (await current).id;
}

/** For a caller that was told that `endedId` has ended. Registers a new id, once for all callers that were told. */
export async function renewProcess(endedId: string): Promise<void> {
  const before = current;
  const registered = await before?.catch(() => null);
  if (registered && registered.id !== endedId) return;
  // Several callers may have waited for the same registration: the first one replaces it.
  if (current === before) {
    if (registered) clearInterval(registered.timer);
    log().warn({ event: "process_was_ended" });
    current = null;
  }
  await currentProcess();
}

/** Records that this process takes no more holds. Call it at shutdown, after the last settlement. */
export async function endProcess(): Promise<void> {
  const registered = await current?.catch(() => null);
  current = null;
  if (!registered) return;
  clearInterval(registered.timer);
  await registered.pool.query("update processes set ended_at = now() where id = $1 and ended_at is null", [
    registered.id,
  ]);
}

/** False at first, and after a gap in this process's heartbeats: then the silence of others proves nothing. */
export async function canJudgeSilence(): Promise<boolean> {
  await currentProcess();
  const registered = await current;
  return registered?.beats.isSteady(performance.now()) ?? false;
}

async function register(): Promise<Registered> {
  const id = uuidv7();
  const pool = preparedPool();
  try {
    await pool.query("insert into processes (id) values ($1)", [id]);
  } catch (error) {
    current = null;
    throw error;
  }
  const timer = setInterval(() => void beat(id, pool), beatMs);
  timer.unref();
  return { id, pool, timer, beats: steadyBeats(performance.now()) };
}

/** All times are the database's, because the clocks of machines differ. */
async function beat(id: string, pool: Pool): Promise<void> {
  const registered = await current?.catch(() => null);
  if (registered?.id !== id) return;
  if (pool.ended) {
    // The connections were closed, as at the end of a test. The next caller registers on new ones.
    clearInterval(registered.timer);
    current = null;
    return;
  }
  try {
    const { rowCount } = await pool.query(
      "update processes set heartbeat_at = clock_timestamp() where id = $1 and ended_at is null",
      [id],
    );
    if (rowCount === 0) await renewProcess(id);
    else registered.beats.beat(performance.now());
  } catch (error) {
    log().warn({ event: "heartbeat_missed", ...errorFacts(error) });
  }
}
