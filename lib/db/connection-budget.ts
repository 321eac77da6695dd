import "server-only";

/** The processes of one instance. A command is an operator's; one at a time is counted. */
export type ProcessKind = "server" | "pages" | "command";

/** Most connections of each pool of a process; 0: its work goes over the ordinary ones. */
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
 * What each pool needs for its work to go on, and its part of what the budget has beyond. Flush: the connection that all
 * flushes share, and one for heartbeats and for what settles hold by hold. Lanes: one for holds, one for settlements, one for
 * holds that are given back. Ordinary ones of the server: one that `drop-expired-partitions` keeps while it runs, two for
 * contents that wait for a workspace, one for everybody else. Nobody asks for a connection while he has one, so that fewer
 * mean longer waits and never a standstill.
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

/** Below this, some pool could not do its work. */
export const connectionsMin = shares.reduce((sum, { min }) => sum + min, 0);

/** How the connections of one instance are divided among the pools of its processes. They add up to the budget. */
export function divideConnections(budget: number): Readonly<Record<ProcessKind, PoolSizes>> {
  if (budget < connectionsMin) throw new RangeError(`an instance needs ${connectionsMin} connections`);
  const weights = shares.reduce((sum, { weight }) => sum + weight, 0);
  const beyond = budget - connectionsMin;
  const sizes = shares.map(({ min, weight }) => min + Math.floor((beyond * weight) / weights));
  let left = budget - sizes.reduce((sum, size) => sum + size, 0);
  const sized = shares.map(({ process, pool, weight }, index) => {
    // What does not divide evenly goes one by one, to those in front.
    const more = weight > 0 && left > 0 ? 1 : 0;
    left -= more;
    return { process, pool, size: (sizes[index] ?? 0) + more };
  });
  const sizesOf = (kind: ProcessKind): PoolSizes => {
    const own = sized.filter(({ process }) => process === kind);
    return { ...nothing, ...Object.fromEntries(own.map(({ pool, size }) => [pool, size])) };
  };
  return { server: sizesOf("server"), pages: sizesOf("pages"), command: sizesOf("command") };
}

const nothing: PoolSizes = { ordinary: 0, prisma: 0, flush: 0, lane: 0, admission: 0, lock: 0 };

/** How many workspaces whose wallet somebody has locked may wait at once, each on a connection. */
export type LaneCounts = { readonly holds: number; readonly settlements: number };

/** One lane is left for holds that are given back. */
export function divideLanes(lane: number): LaneCounts {
  const holds = Math.max(1, Math.floor(((lane - 1) * 3) / 7));
  return { holds, settlements: Math.max(1, lane - 1 - holds) };
}
