import {
  type ActivityFilters,
  type FeedCursor,
  type ListDimension,
  listDimensions,
  listValuesMax,
  type StatusFilter,
  type UnreadableFilter,
} from "./activity-filters";
import { isDay } from "./zone-days";

/** Parameters of the activity page's address, one by one. Each reader returns null for what it cannot read. */
const unreadableMax = 5;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const name = /^[\x21-\x7e]{1,200}$/;
const forms: Readonly<Record<ListDimension, RegExp>> = { model: name, provider: name, key: uuid, app: uuid };

export function readList(values: readonly string[], dimension: ListDimension): readonly string[] {
  return readable(values, dimension).slice(0, listValuesMax);
}

function readable(values: readonly string[], dimension: ListDimension): readonly string[] {
  return [...new Set(values)].filter((value) => forms[dimension].test(value)).toSorted();
}

type FilterQuery = Partial<Record<ListDimension | "not", string[]>> & {
  readonly user?: string;
  readonly status?: string;
};

/** What is not applied. Lists that are too long come first: without their other values, an exclusion lets them in. */
export function listUnreadable(query: FilterQuery): readonly UnreadableFilter[] {
  const long = listDimensions.flatMap((name) => {
    const value = readable(query[name] ?? [], name)[listValuesMax];
    return value === undefined ? [] : [{ name, value, isBeyondMax: true } as const];
  });
  const lists = listDimensions.flatMap((name) =>
    (query[name] ?? []).filter((value) => !forms[name].test(value)).map((value) => ({ name, value })),
  );
  const user =
    query.user && readEndUser(query.user) === null ? [{ name: "user", value: query.user } as const] : [];
  const status =
    query.status && readStatus(query.status) === null
      ? [{ name: "status", value: query.status } as const]
      : [];
  const not = (query.not ?? [])
    .filter((value) => !listDimensions.some((dimension) => dimension === value))
    .map((value) => ({ name: "not", value }) as const);
  const unknown = [...lists, ...not, ...user, ...status]
    .filter(({ value }) => value !== "")
    .map(({ name, value }) => ({ name, value: value.replace(/\p{C}/gu, "?").slice(0, 40) }));
  return [...long, ...unknown].slice(0, unreadableMax);
}

export function readDays(from: string | undefined, to: string | undefined): ActivityFilters["days"] {
  if (!from || !to || !isDay(from) || !isDay(to)) return null;
  return from <= to ? { from, to } : { from: to, to: from };
}

export function readMoments(from: string | undefined, to: string | undefined): ActivityFilters["moments"] {
  if (!from || !to || !isMoment(from) || !isMoment(to) || from === to) return null;
  return from < to ? { from, to } : { from: to, to: from };
}

export function isMoment(text: string): boolean {
  return (
    /^20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}Z$/.test(text) &&
    isDay(text.slice(0, 10)) &&
    !Number.isNaN(Date.parse(text))
  );
}

export function readEndUser(text: string | undefined): string | null {
  return text && text.length <= 256 && !text.includes("\u0000") ? text : null;
}

export function readStatus(text: string | undefined): StatusFilter | null {
  if (text === "ok" || text === "error") return text;
  return text && /^[1-5]\d{2}$/.test(text) ? Number(text) : null;
}

export function readCursor(text: string | undefined): FeedCursor | null {
  const match = /^(older|newer)-([0-9a-f-]{36})(?:-(\d{1,9}))?$/.exec(text ?? "");
  const id = match?.[2] ?? "";
  const rank = match?.[3] === undefined ? null : Number(match[3]);
  return uuid.test(id) ? { side: match?.[1] === "newer" ? "newer" : "older", id, rank } : null;
}
