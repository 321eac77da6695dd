import "server-only";
import { LRUCache } from "lru-cache";
import { sqlPool } from "@/lib/db/client";
import { msPerHour, msPerMinute } from "@/lib/kernel/clock";

/** Most different secrets between two flushes; beyond that, the one that was not used for longest is forgotten. */
const secretsMax = 5_000;
/** Most networks that are counted at a time. */
const networksMax = 1_000;
/** Rejected requests of a network within an hour that make it count as busy. */
const busyNetworkRequests = 50;

/** Requests by the hash of their secret, in base64, that are not flushed yet. */
const waiting = new LRUCache<string, number>({ max: secretsMax });
/** Requests by network, from its first one on for an hour. */
const networks = new LRUCache<string, number>({ max: networksMax, ttl: msPerHour, noUpdateTTL: true });
/** Requests since this process started. */
const totals = { unknown: 0, known: 0 };

/** Counts a request in memory, whatever its secret is. A null hash is that of a secret that no key can have. */
export function addRejection(hash: Buffer | null, network: string | null): void {
  const place = network ?? "unknown";
  networks.set(place, (networks.get(place) ?? 0) + 1);
  if (hash) addWaiting(hash.toString("base64"), 1);
  else totals.unknown += 1;
}

function addWaiting(name: string, requests: number): void {
  waiting.set(name, (waiting.get(name) ?? 0) + requests);
}

export type RejectionFigures = {
  /** Requests with a secret that no key has, since this process started. */
  readonly unknown: number;
  /** Requests with a key that no longer works, since this process started. */
  readonly known: number;
  /** Networks from which many rejected requests came within an hour. */
  readonly busyNetworks: number;
};

export function figures(): RejectionFigures {
  networks.purgeStale();
  const busy = [...networks.values()].filter((requests) => requests >= busyNetworkRequests);
  return { ...totals, busyNetworks: busy.length };
}

/**
 * Finds the keys of the hashes, by their secrets and by their public id, which is the only trace of a first secret whose
 * row is gone, and adds their requests. While a key works, only a secret that a rotation has ended is rejected: those
 * requests are also counted apart. One statement for all; keys in the same order everywhere, because processes lock their
 * rows one after the other.
 */
const flushStatement = `
  with counted as (
    select k.id, k.workspace_id, sum(c.requests)::bigint as requests,
           coalesce(sum(c.requests) filter (where not exists (
             select from key_secrets s where s.hash = c.hash and (s.expires_at is null or s.expires_at > now()))
             and k.deleted_at is null and k.disabled_at is null and (k.expires_at is null or k.expires_at > now())
             and (k.creator_user_id is null or m.user_id is not null)), 0)::bigint as old_secret_requests
      from unnest($1::bytea[], $2::bigint[]) as c (hash, requests)
     cross join lateral (
       select s.key_id as id from key_secrets s where s.hash = c.hash
       union select d.id from api_keys d where d.hash = encode(c.hash, 'hex')) found
      join api_keys k on k.id = found.id
      join workspaces w on w.id = k.workspace_id and w.deleted_at is null
      left join members m on m.workspace_id = k.workspace_id and m.user_id = k.creator_user_id and m.removed_at is null
     group by k.id, k.workspace_id),
  written as (
    insert into key_rejections (key_id, workspace_id, quarter_hour, requests, old_secret_requests)
    select id, workspace_id, $3, requests, old_secret_requests from counted order by id
    on conflict (key_id, quarter_hour) do update
      set requests = key_rejections.requests + excluded.requests,
          old_secret_requests = key_rejections.old_secret_requests + excluded.old_secret_requests)
  select coalesce(sum(requests), 0)::bigint as known from counted`;

/** Writes what has gathered. When that fails, it is added to what has gathered since, for the next flush. */
export async function flush(now: Date): Promise<void> {
  networks.purgeStale();
  const counts = [...waiting.entries()];
  if (counts.length === 0) return;
  waiting.clear();
  const hashes = counts.map(([name]) => Buffer.from(name, "base64"));
  const requests = counts.map(([, count]) => count);
  const quarterHour = new Date(Math.floor(now.getTime() / (15 * msPerMinute)) * 15 * msPerMinute);
  try {
    const { rows } = await sqlPool().query<{ known: bigint }>(flushStatement, [
      hashes,
      requests,
      quarterHour,
    ]);
    const known = Number(rows[0]?.known ?? 0);
    totals.known += known;
    totals.unknown += requests.reduce((sum, count) => sum + count, 0) - known;
  } catch (error) {
    for (const [name, count] of counts) addWaiting(name, count);
    throw error;
  }
}
