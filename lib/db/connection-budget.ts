import "server-only";

/** The processes of one instance. "command" is an operator's command line; the budget has room for one at a time. */
export type ProcessKind = "server" | "pages" | "command";

/** The largest size of each pool of a process. With 0, its work uses the ordinary pool. */
export type PoolSizes = {
  readonly ordinary: number;
  readonly prisma: number;
  readonly flush: number;
  readonly lane: number;
  readonly admission: number;
  readonly lock: number;
};

type Share = { readonly process: ProcessKind; readonly pool: keyof PoolSizes };

/**
 * What each pool needs to make progress, and its share of what the budget has beyond that. Flush: the connection that
 * all flushes share, and one for heartbeats and for settlements hold by hold. Lanes: one for holds, one for
 * settlements, one for holds that are canceled. Ordinary pool of the server: one that `drop-expired-partitions` keeps
 * while it runs, two for contents that wait for a workspace, one for everything else. No code asks for a connection
 * while it has one, so fewer connections mean longer waits, never a deadlock.
 */
const shares: readonly (Share & { readonly min: number; readonly weight: number })[] = [
  { process: "server", pool: "ordinary", min: 4, weight: 4 },
  { process: "server", pool: "prisma", min: 2, weight: 4 },
  { process: "server", pool: "flush", min: 2, weight: 1 },
  { process: "server", pool: "lane", min: 3, weight: 5 },
  { process: "server", pool: "admission", min: 2, weight: 2 },
  { process: "server", pool: "lock", min: 1, weight: 0 },
  { process: "pages", pool: "ordinary", min: 2, weight: 4 },
  { process: "pages", pool: "prisma", min: 2, weight: 4 },
  { process: "command", pool: "ordinary", min: 1, weight: 0 },
  { process: "command", pool: "prisma", min: 1, weight: 0 },
];

/** With fewer, some pool could not do its work. */
export const connectionsMin = shares.reduce((sum, { min }) => sum + min, 0);

/** Divides the connections of one instance among the pools of its processes. The sizes add up to the budget. */
export function divideConnections(budget: number): Readonly<Record<ProcessKind, PoolSizes>> {
  if (budget < connectionsMin) throw new RangeError(`an instance needs ${connectionsMin} connections`);
  const weights = shares.reduce((sum, { weight }) => sum + weight, 0);
  const beyond = budget - connectionsMin;
  const sizes = shares.map(({ min, weight }) => min + Math.floor((beyond * weight) / weights));
  let left = budget - sizes.reduce((sum, size) => sum + size, 0);
  const sized = shares.map(({ process, pool, weight }, index) => {
    // The remainder goes one by one to the first shares.
    const more = weight > 0 && left > 0 ? 1 : 0;
    left -= more;
    return { process, pool, size: (sizes[index] ?? 0) + more };
  });
  const sizesOf = (kind: ProcessKind): PoolSizes => {
    const own = sized.filter(({ process }) => process === kind);
    return { ...empty, ...Object.fromEntries(own.map(({ pool, size }) => [pool, size])) };
  };
  return { server: sizesOf("server"), pages: sizesOf("pages"), command: sizesOf("command") };
}

const empty: PoolSizes = { ordinary: 0, prisma: 0, flush: 0, lane: 0, admission: 0, lock: 0 };

/** How many workspaces with a locked wallet may wait in parallel, each on a connection. */
export type LaneCounts = { readonly holds: number; readonly settlements: number };

/** Divides the lanes. One is left for holds that are canceled. */
export function divideLanes(lane: number): LaneCounts {
  const holds = Math.max(1, Math.floor(((lane - 1) * 3) / 7));
  return { holds, settlements: Math.max(1, lane - 1 - holds) };
}
