import "server-only";
import { LRUCache } from "lru-cache";
import { uuidv7 } from "uuidv7";
import { quickQuery } from "@/lib/db/quick-query";
import { asOneLine } from "@/lib/kernel/recordable-text";

export type AppHeaders = { readonly referer: string | null; readonly title: string | null };

const titleLengthMax = 100;
const urlLengthMax = 300;
/** A caller that makes up a title per request must not fill a table. */
const appsPerWorkspaceMax = 1_000;

const cache = new LRUCache<string, { id: string }>({ max: 20_000, ttl: 600_000 });
const running = new Map<string, Promise<string | null>>();

/**
 * The app that a request names in its referer and title made at its first request. Of the referer only the
 * origin is kept: a path or query could be anything. Null when nothing is named, or the workspace has too many. An app
 * that was seen lately is answered at once, without a promise.
 */
export function findApp(workspaceId: string, headers: AppHeaders): Promise<string | null> | string | null {
  const url = originOf(headers.referer);
  const title = titleOf(headers.title);
  // Every developer's machine is called localhost: without a title it names no app.
  if (title === "" && (url === "" || /^https?:\/\/(localhost|127\.|\[::1\])/.test(url))) return null;
  const name = `${workspaceId}\n${url}\n${title}`;
  const cached = cache.get(name);
  if (cached) return cached.id;
  const underWay = running.get(name);
  if (underWay) return underWay;
  const started = lookUp(workspaceId, url, title)
    .then((id) => {
      // Not that there is none: names beyond the bound must not push those of others out.
      if (id !== null) cache.set(name, { id });
      return id;
    })
    .finally(() => running.delete(name));
  running.set(name, started);
  return started;
}

/** A header can hold any byte; what cannot be recorded or seen becomes a space. */
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
  // Another process may have made it meanwhile: its row is there for a new statement, and was not for this one.
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
