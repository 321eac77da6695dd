import "server-only";
import { LRUCache } from "lru-cache";
import { uuidv7 } from "uuidv7";
import { quickQuery } from "@/lib/db/quick-query";
import { asOneLine } from "@/lib/kernel/recordable-text";

export type AppHeaders = { readonly referer: string | null; readonly title: string | null };

const titleLengthMax = 100;
const urlLengthMax = 300;
/** A caller that invents a title per request must not fill a table. */
const appsPerWorkspaceMax = 1_000;

const cache = new LRUCache<string, { id: string }>({ max: 20_000, ttl: 600_000 });
const running = new Map<string, Promise<string | null>>();

/**
 * Finds the app that a request names in its referer and title, and creates it at its first request. Only the origin of
 * the referer is kept: a path or query could be anything. Null when the request names no app, or when the workspace has
 * too many. The id of a recently seen app is returned directly, without a promise.
 */
export function findApp(workspaceId: string, headers: AppHeaders): Promise<string | null> | string | null {
  const url = originOf(headers.referer);
  const title = titleOf(headers.title);
  // Every developer's machine is called localhost, so without a title it does not identify an app.
  if (title === "" && (url === "" || /^https?:\/\/(localhost|127\.|\[::1\])/.test(url))) return null;
  const name = `${workspaceId}\n${url}\n${title}`;
  const cached = cache.get(name);
  if (cached) return cached.id;
  const underWay = running.get(name);
  if (underWay) return underWay;
  const started = lookUp(workspaceId, url, title)
    .then((id) => {
      // A null is not cached: names beyond the limit must not evict those of others.
      if (id !== null) cache.set(name, { id });
      return id;
    })
    .finally(() => running.delete(name));
  running.set(name, started);
  return started;
}

/** A header can hold any byte. Bytes that cannot be stored or seen become spaces. */
function titleOf(header: string | null): string {
  return header === null ? "" : asOneLine(header).slice(0, titleLengthMax);
}

function originOf(referer: string | null): string {
  if (!referer || !URL.canParse(referer)) return "";
  const { origin, protocol } = new URL(referer);
  return /^https?:$/.test(protocol) && origin.length <= urlLengthMax ? origin : "";
}

async function lookUp(workspaceId: string, url: string, title: string): Promise<string | null> {
  const known = await find(workspaceId, url, title);
  if (known !== null) return known;
  const { rows } = await quickQuery<{ id: string }>(
    "make_app",
    `insert into apps (id, workspace_id, url, title)
     select $1, $2, $3, $4 where (select count(*) from apps where workspace_id = $2) < $5
     on conflict (workspace_id, url, title) do nothing returning id`,
    [uuidv7(), workspaceId, url, title, appsPerWorkspaceMax],
  );
  // Another process may have created it in the meantime. This statement did not see that row, but a new one does.
  return rows[0]?.id ?? find(workspaceId, url, title);
}

async function find(workspaceId: string, url: string, title: string): Promise<string | null> {
  const { rows } = await quickQuery<{ id: string }>(
    "find_app",
    "select id from apps where workspace_id = $1 and url = $2 and title = $3",
    [workspaceId, url, title],
  );
  return rows[0]?.id ?? null;
}
