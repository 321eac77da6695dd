import "server-only";
import type { Context, MiddlewareHandler } from "hono";
import { unknownUser } from "@/lib/gateway/rules/refusal";
import type { Actor } from "@/lib/kernel/actor";
import { Sealed } from "@/lib/kernel/sealed";
import { authenticateKey, type KeyContext } from "@/lib/keys/authenticate-key";
import { Problem, refuse } from "./problem";

/** What a handler behind `authenticate` finds in its context. */
export type ApiEnv = { Variables: { key: KeyContext; secret: Sealed<string> } };

const noCredentials = () => refuse(401, "Missing Authentication header", "authentication");

/** Whose key came with the request. Only the header counts: the cookie is never read here. */
export const authenticate: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const header = c.req.header("authorization");
  if (!header) throw noCredentials();
  const secret = /^Bearer +(\S+) *$/i.exec(header)?.[1];
  if (!secret) throw noCredentials();
  const key = await authenticateKey(secret);
  if (!key) throw new Problem(unknownUser);
  c.set("key", key);
  c.set("secret", new Sealed(secret));
  await next();
};

/** Management keys only; `message` is the reference's wording for the resource. */
export function requireManagement(
  message = "Only management keys can perform this operation",
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    if (c.get("key").kind !== "management") throw refuse(403, message, "permission_denied");
    await next();
  };
}

const nobody = "00000000-0000-0000-0000-000000000000";

/**
 * The key as an actor. A management key manages its workspace as an admin would; an inference key sees what the
 * member sees who made it. Keys of the operator have no creator and see the workspace.
 */
export function actorOf(c: Context<ApiEnv>): Actor {
  const { workspaceId, creatorUserId, kind } = c.get("key");
  const role = kind === "management" || creatorUserId === null ? "admin" : "member";
  return { workspaceId, userId: creatorUserId ?? nobody, role };
}
