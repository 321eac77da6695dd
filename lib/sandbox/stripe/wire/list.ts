import { isObject, type JsonObject } from "@/lib/sandbox/http/json";
import { invalid, missing } from "./api-error";
import { integer, text } from "./read";

type Row = { readonly id: string; readonly created: number };

/** One page of a list, newest first, with Stripe's cursors and `created` bounds. Throws ApiError. */
export function listPage<Item extends Row>(rows: Iterable<Item>, params: JsonObject, url: string) {
  const limit = integer(params, "limit") ?? 10;
  if (limit < 1 || limit > 100)
    throw invalid("Limit must be between 1 and 100.", "limit", "parameter_invalid_integer");
  const all = [...rows].reverse().filter((row) => isInside(row.created, params.created));
  const after = text(params, "starting_after");
  const before = text(params, "ending_before");
  const position = (id: string) => {
    const index = all.findIndex((row) => row.id === id);
    if (index < 0) throw missing("object", id, after ? "starting_after" : "ending_before");
    return index;
  };
  if (before) {
    const end = position(before);
    const start = Math.max(0, end - limit);
    return page(all.slice(start, end), start > 0, url);
  }
  const start = after ? position(after) + 1 : 0;
  return page(all.slice(start, start + limit), start + limit < all.length, url);
}

export function page<Item>(data: readonly Item[], hasMore: boolean, url: string) {
  return { object: "list", data, has_more: hasMore, url };
}

function isInside(created: number, bound: unknown): boolean {
  if (typeof bound === "string") return created === Number(bound);
  if (!isObject(bound)) return true;
  const { gt, gte, lt, lte } = bound;
  return (
    (gt === undefined || created > Number(gt)) &&
    (gte === undefined || created >= Number(gte)) &&
    (lt === undefined || created < Number(lt)) &&
    (lte === undefined || created <= Number(lte))
  );
}
