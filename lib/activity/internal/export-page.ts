import "server-only";
import { sqlPool } from "@/lib/db/client";
import { csvLine, csvText } from "../rules/csv";
import { formatGenerationId } from "../rules/generation-id";
import { dollarsText, type Nanos } from "@/lib/kernel/money";
import {
  type GenerationFilter,
  generationConditions,
  generationParameters,
  type IdWindow,
} from "./generation-filter";

export const exportPageSize = 5_000;

export const exportHeader = csvLine([
  "generation_id",
  "created_at_utc",
  "created_at_local",
  "model",
  "provider",
  "key_name",
  "key_label",
  "member",
  "app",
  "end_user",
  "status",
  "finish_reason",
  "streamed",
  "cancelled",
  "attempts",
  "usage_estimated",
  "prompt_tokens",
  "completion_tokens",
  "reasoning_tokens",
  "cached_tokens",
  "images",
  "latency_ms",
  "first_token_ms",
  "cost_usd",
  "prompt_usd",
  "cached_usd",
  "completion_usd",
  "reasoning_usd",
  "request_usd",
  "image_usd",
  "discount_usd",
]);

type ExportRow = {
  id: string;
  utc: string;
  local: string;
  model: string;
  provider: string;
  keyName: string | null;
  keyLabel: string | null;
  member: string | null;
  app: string | null;
  endUser: string | null;
  status: number;
  finish: string | null;
  streamed: boolean;
  cancelled: boolean;
  attempts: number;
  estimated: boolean;
  prompt: number;
  completion: number;
  reasoning: number;
  cached: number;
  images: number;
  latency: number;
  first: number | null;
  cost: Nanos;
  parts: string[];
};

/** The next lines of an export, newest first, from ids below `window.high`; with the lowest id read, to go on from. */
export async function exportPage(
  filter: GenerationFilter,
  window: IdWindow,
  zone: string,
): Promise<{ readonly text: string; readonly count: number; readonly lowest: string | null }> {
  const { rows } = await sqlPool().query<ExportRow>(statement, [
    ...generationParameters(filter, window),
    exportPageSize,
    zone,
  ]);
  return { text: rows.map(toLine).join(""), count: rows.length, lowest: rows.at(-1)?.id ?? null };
}

const statement = `
  SELECT g.id, to_char(g.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS utc,
         to_char(g.created_at AT TIME ZONE $12::text, 'YYYY-MM-DD HH24:MI:SS.MS') AS local,
         g.model, g.provider, k.name AS "keyName", k.label AS "keyLabel", coalesce(m.name, m.email) AS member,
         coalesce(nullif(a.title, ''), a.url) AS app, g.end_user AS "endUser", g.status, g.finish_reason AS finish,
         g.streamed, g.cancelled, g.attempts, g.estimated, g.prompt_tokens AS prompt, g.completion_tokens AS completion,
         g.reasoning_tokens AS reasoning, g.cached_tokens AS cached, g.image_count AS images, g.latency_ms AS latency,
         g.first_token_ms AS first, g.cost_nanos AS cost,
         ARRAY[g.prompt_nanos, g.cached_nanos, g.completion_nanos, g.reasoning_nanos, g.request_nanos, g.image_nanos, g.discount_nanos]::text[] AS parts
    FROM (SELECT g.* FROM generations g WHERE ${generationConditions} ORDER BY g.id DESC LIMIT $11) g
    LEFT JOIN api_keys k ON k.id = g.key_id AND k.workspace_id = g.workspace_id
    LEFT JOIN apps a ON a.id = g.app_id AND a.workspace_id = g.workspace_id
    LEFT JOIN users m ON m.id = g.member_id
   ORDER BY g.id DESC`;

function toLine(row: ExportRow): string {
  return csvLine([
    formatGenerationId(row.id),
    row.utc,
    row.local,
    csvText(row.model),
    csvText(row.provider),
    csvText(row.keyName),
    csvText(row.keyLabel),
    csvText(row.member),
    csvText(row.app),
    csvText(row.endUser),
    row.status,
    csvText(row.finish),
    row.streamed,
    row.cancelled,
    row.attempts,
    row.estimated,
    row.prompt,
    row.completion,
    row.reasoning,
    row.cached,
    row.images,
    row.latency,
    row.first ?? "",
    dollarsText(row.cost),
    ...row.parts.map((part) => (part === "0" ? part : dollarsText(BigInt(part)))),
  ]);
}
