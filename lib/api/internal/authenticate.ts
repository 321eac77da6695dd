import "server-only";
import type { Context, MiddlewareHandler } from "hono";
import { unknownUser } from "@/lib/gateway/rules/api-error";
import type { Actor } from "@/lib/kernel/actor";
import { networkOf } from "@/lib/kernel/network";
import { Redacted } from "@/lib/kernel/redacted";
import { authenticateKey, cachedKey, type KeyContext } from "@/lib/keys/authenticate-key";
import { countRejection } from "@/lib/keys/rejections/count-rejection";
import { headerOf } from "./connection";
import { inTime } from "./in-time";
import { ApiException, createApiException } from "./api-exception";

/** The context variables that `authenticate` sets. */
export type ApiEnv = { Variables: { key: KeyContext; secret: Redacted<string> } };

const authenticationMsMax = 5_000;

const noCredentials = () => createApiException(401, "Missing Authentication header", "authentication");
const creatorDemoted = () =>
  createApiException(
    403,
    "The creator of this management key is no longer an owner or admin of its workspace",
    "permission_denied",
  );

/**
 * Authenticates the key of a request. Only the header counts: the cookie is never read here. A management key works
 * while its creator is owner or admin.
 */
function authenticating(
  find: (secret: string) => KeyContext | Promise<KeyContext | null>,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const header = headerOf(c, "authorization");
    if (!header) throw noCredentials();
    const secret = /^Bearer +(\S+) *$/i.exec(header)?.[1];
    if (!secret) throw noCredentials();
    const found = find(secret);
    const key = found instanceof Promise ? await inTime(found, authenticationMsMax) : found;
    if (!key) {
      countRejection(secret, networkOf(headerOf(c, "x-forwarded-for")?.split(",").at(-1) ?? ""));
      throw new ApiException(unknownUser);
    }
    if (key.kind === "management" && managingRole(key) === null) throw creatorDemoted();
    c.set("key", key);
    c.set("secret", new Redacted(secret));
    await next();
  };
}

/**
 * For operations that take a hold. Their key may be as it was a second ago, because the hold rejects a version that is
 * outdated.
 */
export const authenticateForHold = authenticating((secret) => cachedKey(secret) ?? authenticateKey(secret));

/**
 * For all other operations: reads the key from the database. A management key that was disabled, or a secret that was
 * ended, in another process could otherwise still create a key that outlives it.
 */
export const authenticate = authenticating((secret) => authenticateKey(secret, { fresh: true }));

/** Allows management keys only; `message` is OpenRouter's wording for the resource. */
export function requireManagement(
  message = "Only management keys can perform this operation",
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (c.get("key").kind !== "management") throw createApiException(403, message, "permission_denied");
    await next();
  };
}

const noUserId = "00000000-0000-0000-0000-000000000000";

/**
 * Returns the key as an actor. A management key manages its workspace in its creator's current role. An inference key
 * sees what a member would see: its creator's requests and keys. Keys created by the operator have no creator and see
 * the workspace as an admin does.
 */
export function actorOf(c: Context<ApiEnv>): Actor {
  const key = c.get("key");
  const { workspaceId, creatorUserId } = key;
  const role = key.kind === "management" || creatorUserId === null ? managingRole(key) : null;
  return { workspaceId, userId: creatorUserId ?? noUserId, role: role ?? "member" };
}

/** The role in which a key may manage: its creator's, while that is owner or admin, and admin without a creator. */
function managingRole({ creatorUserId, creatorRole }: KeyContext): "owner" | "admin" | null {
  if (creatorUserId === null) return "admin";
  return creatorRole === "owner" || creatorRole === "admin" ? creatorRole : null;
}
