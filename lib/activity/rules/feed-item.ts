import type { Formats } from "@/lib/kernel/format";
import { appName } from "./app-name";
import type { GenerationRow } from "./generation-fields";
import { throughput } from "./roll-up";

/** One row of the feed, as JSON for the browser: only what the row shows. */
export type FeedItem = {
  readonly id: string;
  readonly wireId: string;
  /** ISO text. */
  readonly at: string;
  readonly model: string;
  /** Its display name. */
  readonly provider: string;
  readonly key: string;
  readonly app: string | null;
  readonly endUser: string | null;
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  /** How the tokens were counted, when the provider's report was not simply used. */
  readonly counted: "estimated" | "capped" | null;
  /** Decimal text of nano-dollars. */
  readonly costNanos: string;
  readonly latencyMs: number;
  readonly firstTokenMs: number | null;
  readonly tokensPerSecond: number | null;
  readonly status: number;
  readonly cancelled: boolean;
};

/** The sums under the feed, as JSON. They equal those of the chart. */
export type FeedTotals = {
  readonly requests: string;
  /** How many of them failed. */
  readonly errors: string;
  readonly costNanos: string;
};

export function toFeedItem(row: GenerationRow, providerName: string): FeedItem {
  const speed = throughput(row);
  return {
    id: row.id,
    wireId: row.wireId,
    at: row.createdAt.toISOString(),
    model: row.model,
    provider: providerName,
    key: keyName(row),
    app: appName(row),
    endUser: row.endUser,
    promptTokens: row.promptTokens,
    cachedTokens: row.cachedTokens,
    completionTokens: row.completionTokens,
    reasoningTokens: row.reasoningTokens,
    counted: row.usageCapped ? "capped" : row.estimated ? "estimated" : null,
    costNanos: row.costNanos.toString(),
    latencyMs: row.latencyMs,
    firstTokenMs: row.firstTokenMs,
    tokensPerSecond: speed === null ? null : Math.round(speed),
    status: row.status,
    cancelled: row.cancelled,
  };
}

export function keyName({ keyName, isKeyDeleted }: Pick<GenerationRow, "keyName" | "isKeyDeleted">): string {
  return `${keyName ?? "Unknown key"}${isKeyDeleted ? " (deleted)" : ""}`;
}

/** True for a request whose cost is that of its model: failed and empty ones cost nothing with any model. */
export function hasResponse(row: Pick<FeedItem, "status" | "completionTokens">): boolean {
  return row.status < 400 && row.completionTokens > 0;
}

/** True for a request that failed at no cost: its zero is no price. */
export function isUncharged({ status }: Pick<FeedItem, "status">, costNanos: bigint): boolean {
  return status >= 400 && costNanos === 0n;
}

/** "304 → 570", and a dash for a failed request that no model read. */
export function tokensText(row: TokensOfRow, formats: Formats): string {
  if (row.status >= 400 && row.promptTokens === 0 && row.completionTokens === 0) return "–";
  return `${formats.count(row.promptTokens)} → ${formats.count(row.completionTokens)}`;
}

type TokensOfRow = Pick<FeedItem, "status" | "promptTokens" | "completionTokens">;

const shortLength = 12;
const knownMax = 100;

/** The part of an id that tells rows of one page apart: its last twelve hex digits, all of them random. */
export function shortId(id: string): string {
  return id.slice(-shortLength);
}

/** The rows that a browser already has, in the address of its request for new ones. */
export function writeKnown(items: readonly Pick<FeedItem, "id">[]): string {
  return items
    .slice(0, knownMax)
    .map(({ id }) => shortId(id))
    .join(",");
}

/** Anything that is no short id is ignored: the row is then sent again. */
export function readKnown(text: string | null): ReadonlySet<string> {
  const ids = (text ?? "").slice(0, knownMax * (shortLength + 1)).split(",");
  return new Set(ids.filter((id) => /^[0-9a-f]{12}$/.test(id)));
}

/** The rows that the page shows and those that arrived, newest first, each once; the new ones win. */
export function mergeItems(
  fresh: readonly FeedItem[],
  shown: readonly FeedItem[],
  limit: number,
): readonly FeedItem[] {
  const byId = new Map([...shown, ...fresh].map((item) => [item.id, item]));
  return [...byId.values()].sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit);
}
