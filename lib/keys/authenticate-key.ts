import "server-only";
import { LRUCache } from "lru-cache";
import { quickQuery } from "@/lib/db/quick-query";
import type { Role } from "@/lib/kernel/actor";
import { defaultPrivacySettings, type PrivacySettings } from "@/lib/kernel/privacy-settings";
import { hashSecret } from "./internal/hash-secret";
import { noteManagementKey, noteOldSecret } from "./internal/note-use";
import type { Guardrails } from "./rules/guardrails";
import { isSecret } from "./rules/key-format";
import type { KeyKind } from "./rules/key-input";

/** The context of a request with a key. All parts are read together, under one version each. */
export type KeyContext = {
  readonly keyId: string;
  /** Public id of the key. */
  readonly keyHash: string;
  readonly workspaceId: string;
  readonly kind: KeyKind;
  readonly creatorUserId: string | null;
  /** The creator's current role in the workspace; null for keys without a creator. */
  readonly creatorRole: Role | null;
  /** The meters that count the key's requests: the key's, its creator's and the workspace's, where they exist. */
  readonly meterIds: readonly string[];
  /** Versions of the key and of the privacy settings in this context; the hold rejects older ones. */
  readonly keyVersion: bigint;
  readonly privacyVersion: bigint;
  readonly privacy: PrivacySettings;
  readonly guardrails: Guardrails;
  /** False until the workspace first buys credits. */
  readonly hasPurchased: boolean;
  readonly expiresAt: Date | null;
};

/** How old a context may be where a hold follows, which rejects what is outdated. */
const cacheTtlMs = 1_000;
const cache = new LRUCache<string, { context: KeyContext | null }>({ max: 20_000, ttl: cacheTtlMs });
const running = new Map<string, Promise<KeyContext | null>>();
const next = new Map<string, Promise<KeyContext | null>>();
/** How often the cache was cleared. What a query that began before found is not stored: it may be from before the change. */
let clearings = 0;

/**
 * Returns the key of a secret, or null when the secret is malformed or unknown, when it was replaced and its overlap has
 * ended, when the key is disabled, deleted or expired, or when its creator has left the workspace. A malformed secret costs
 * no query. `fresh` bypasses the cache: where no hold follows, and after a hold found the context stale.
 */
export async function authenticateKey(
  secret: string,
  options: { fresh?: boolean } = {},
): Promise<KeyContext | null> {
  if (!isSecret(secret)) return null;
  const hash = hashSecret(secret);
  const name = hash.toString("base64");
  const cached = options.fresh ? undefined : cache.get(name);
  const context = cached ? cached.context : await load(name, hash, options.fresh ?? false);
  return context && (context.expiresAt === null || context.expiresAt.getTime() > Date.now()) ? context : null;
}

/**
 * The context of a key that was looked up within the last second, without a query; null for any other, valid or not.
 */
export function cachedKey(secret: string): KeyContext | null {
  if (!isSecret(secret)) return null;
  const context = cache.get(hashSecret(secret).toString("base64"))?.context;
  return context && (context.expiresAt === null || context.expiresAt.getTime() > Date.now()) ? context : null;
}

/**
 * Clears this process's cache after a change made here, also of what running queries are about to store. Other processes
 * follow within a second.
 */
export function clearKeyCache(): void {
  clearings += 1;
  cache.clear();
  running.clear();
}

/**
 * Concurrent requests of one key that miss the cache share one query. A request for a fresh context needs a query that
 * starts after it: the running one may return the stale version, so all such requests share the next.
 */
function load(name: string, hash: Buffer, fresh: boolean): Promise<KeyContext | null> {
  const underWay = running.get(name);
  if (!underWay) return start(name, hash);
  if (!fresh) return underWay;
  const following =
    next.get(name) ??
    underWay
      .catch(() => null)
      .then(() => {
        next.delete(name);
        return running.get(name) ?? start(name, hash);
      });
  next.set(name, following);
  return following;
}

function start(name: string, hash: Buffer): Promise<KeyContext | null> {
  const startedMs = performance.now();
  const clearingsBefore = clearings;
  const started: Promise<KeyContext | null> = query(hash)
    .then(({ context, remainingMs }) => {
      // An old secret ends when the database says so, whatever the clock of this machine shows.
      const leftMs = remainingMs === null ? cacheTtlMs : remainingMs - (performance.now() - startedMs);
      const ttl = Math.max(1, Math.min(cacheTtlMs, Math.floor(leftMs)));
      if (clearings === clearingsBefore) cache.set(name, { context }, { ttl });
      if (context && remainingMs !== null) noteOldSecret(hash);
      if (context?.kind === "management") noteManagementKey(context);
      return context;
    })
    .finally(() => {
      if (running.get(name) === started) running.delete(name);
    });
  running.set(name, started);
  return started;
}

type Row = {
  key_id: string;
  key_hash: string;
  workspace_id: string;
  kind: KeyKind;
  creator_user_id: string | null;
  creator_role: Role | null;
  meter_ids: string[];
  key_version: bigint;
  privacy_version: bigint;
  has_purchased: boolean;
  expires_at: Date | null;
  remaining_ms: number | null;
  privacy: PrivacySettings | null;
  guardrails: Guardrails;
};

type Loaded = {
  readonly context: KeyContext | null;
  /** How long the secret works on, when it was replaced; null for the current one. */
  readonly remainingMs: number | null;
};

async function query(hash: Buffer): Promise<Loaded> {
  const { rows } = await quickQuery<Row>(
    "key_context",
    `select k.id as key_id, k.hash as key_hash, k.workspace_id, k.kind, k.creator_user_id, m.role as creator_role,
            k.version as key_version, coalesce(p.version, 0) as privacy_version,
            array(
              select meters.id
              from (values ('key', k.id), ('member', k.creator_user_id), ('workspace', k.workspace_id)) as limited (kind, id)
              join meters on meters.kind = limited.kind and meters.subject_id = limited.id
                and meters.workspace_id = k.workspace_id
            ) as meter_ids,
            w.purchased_nanos > 0 as has_purchased, k.expires_at,
            (extract(epoch from s.expires_at - now()) * 1000)::float8 as remaining_ms,
            case when p.workspace_id is not null then json_build_object(
              'logPrompts', p.log_prompts, 'trainPaid', p.train_paid, 'trainFree', p.train_free, 'mayPublish', p.may_publish,
              'zeroRetentionOnly', p.zero_retention_only, 'allowedProviders', p.allowed_providers,
              'ignoredProviders', p.ignored_providers, 'retention', p.retention,
              'optionalData', p.optional_data) end as privacy,
            json_build_object(
              'allowedModels', k.allowed_models, 'allowedProviders', k.allowed_providers,
              'ignoredProviders', k.ignored_providers, 'zeroRetentionOnly', k.zero_retention_only,
              'denyCollection', k.deny_collection) as guardrails
       from key_secrets s
       join api_keys k on k.id = s.key_id
       join workspaces o on o.id = k.workspace_id
       join wallets w on w.workspace_id = k.workspace_id
       left join privacy_settings p on p.workspace_id = k.workspace_id
       left join members m on m.workspace_id = k.workspace_id and m.user_id = k.creator_user_id and m.removed_at is null
      where s.hash = $1 and (s.expires_at is null or s.expires_at > now()) and k.deleted_at is null and k.disabled_at is null and o.deleted_at is null
        and (k.creator_user_id is null or m.user_id is not null)`,
    [hash],
  );
  const row = rows[0];
  if (!row) return { context: null, remainingMs: null };
  const context: KeyContext = {
    keyId: row.key_id,
    keyHash: row.key_hash,
    workspaceId: row.workspace_id,
    kind: row.kind,
    creatorUserId: row.creator_user_id,
    creatorRole: row.creator_role,
    meterIds: row.meter_ids,
    keyVersion: row.key_version,
    privacyVersion: row.privacy_version,
    privacy: row.privacy ?? defaultPrivacySettings,
    guardrails: row.guardrails,
    hasPurchased: row.has_purchased,
    expiresAt: row.expires_at,
  };
  return { context, remainingMs: row.remaining_ms };
}
