import "server-only";
import { sqlPool } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { refreshUsage } from "./fold-usage";

/**
 * Returns a token that changes whenever a request of the last hours is recorded, for the page to poll. Reads a few rows
 * of one index. The newest id would not do: ids are given when a request begins, so a long request is recorded behind
 * newer ids.
 */
export async function getChangeToken(actor: Actor): Promise<string> {
  await refreshUsage();
  const { rows } = await sqlPool().query<{ token: string }>(isAdmin(actor) ? wholeWorkspace : ownKeys, [
    actor.workspaceId,
    ...(isAdmin(actor) ? [] : [actor.userId]),
  ]);
  return rows[0]?.token ?? "0";
}

const recent = "q.workspace_id = $1 AND q.quarter_hour >= now() - interval '3 hours'";
// The oldest quarter-hour is part of the token: otherwise one leaving the window could offset a new request.
const changeToken =
  "coalesce(min(q.quarter_hour)::text, '') || '/' || coalesce(sum(q.requests), 0)::text AS token";
const wholeWorkspace = `SELECT ${changeToken} FROM usage_quarter_hours q WHERE ${recent} AND q.dimension = 'all'`;
const ownKeys = `
  SELECT ${changeToken} FROM usage_quarter_hours q
   WHERE ${recent} AND q.dimension = 'key'
     AND q.value IN (SELECT k.id::text FROM api_keys k WHERE k.workspace_id = $1 AND k.creator_user_id = $2)`;
