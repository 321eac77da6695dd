import "server-only";
import { sqlPool } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { type Page, pageSizeMax } from "@/lib/kernel/page";
import type { LegalBasis } from "./rules/disclosure-kinds";

export type DisclosureRow = {
  readonly id: string;
  readonly legalBasis: LegalBasis;
  readonly authority: string | null;
  readonly reference: string | null;
  /** "2026-11-29", in UTC. */
  readonly disclosedOn: string;
  readonly categories: readonly string[];
  readonly workspaceCount: number;
  /** Workspaces whose owners were told. */
  readonly toldCount: number;
  /** Workspaces that are deleted: no one can be told, or was told before. */
  readonly deletedCount: number;
  readonly isForbidden: boolean;
  /** Null without a prohibition, and when it has no known end. */
  readonly forbiddenUntil: Date | null;
  readonly recordedAt: Date;
  readonly recordedByEmail: string | null;
};

type Query = { readonly cursor?: string; readonly limit?: number };

/** Disclosures, the last recorded first. For operators: the caller checks that before. */
export async function listDisclosures(
  { cursor, limit = 50 }: Query = {},
  clock: Clock = systemClock,
): Promise<Page<DisclosureRow>> {
  const size = Math.min(limit, pageSizeMax);
  const { rows } = await sqlPool().query<DisclosureRow>(
    `with cursor as (select id, recorded_at from disclosures where id = $1::uuid)
     select d.id, d.legal_basis as "legalBasis", d.authority, d.reference, d.disclosed_on as "disclosedOn", d.categories,
            d.workspace_count as "workspaceCount", d.forbidden_until as "forbiddenUntil", d.recorded_at as "recordedAt",
            (d.is_notice_forbidden and (d.forbidden_until is null or d.forbidden_until > $3)) as "isForbidden",
            u.email as "recordedByEmail",
            (select count(*)::int from disclosure_workspaces w
              where w.disclosure_id = d.id and w.notified_at is not null) as "toldCount",
            d.workspace_count - (select count(*)::int from disclosure_workspaces w
              where w.disclosure_id = d.id) as "deletedCount"
       from disclosures d left join cursor c on true left join users u on u.id = d.recorded_by_user_id
      where c.id is null or (d.recorded_at, d.id) < (c.recorded_at, c.id)
      order by d.recorded_at desc, d.id desc limit $2`,
    [cursor ?? null, size + 1, clock()],
  );
  const page = rows.slice(0, size);
  return { rows: page, nextCursor: rows.length > size ? (page.at(-1)?.id ?? null) : null };
}

/** Numbers only, for a transparency report. */
export type DisclosureYear = {
  readonly year: number;
  readonly disclosures: number;
  readonly workspaces: number;
};

/** How much was disclosed by year, the last first; at most 20 years. */
export async function countDisclosures(): Promise<readonly DisclosureYear[]> {
  const { rows } = await sqlPool().query<DisclosureYear>(
    `select extract(year from disclosed_on)::int as year, count(*)::int as disclosures,
            sum(workspace_count)::int as workspaces
       from disclosures group by 1 order by 1 desc limit 20`,
  );
  return rows;
}
