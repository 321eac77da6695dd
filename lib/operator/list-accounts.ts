import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Nanos } from "@/lib/kernel/money";
import { type Page, pageSizeMax } from "@/lib/kernel/page";
import { textProblem } from "@/lib/kernel/recordable-text";

/** The longest address that an account can have. */
const searchMax = 320;

export type AccountRow = {
  readonly workspaceId: string;
  readonly name: string;
  /** Address of the owner; null once the account is deleted. */
  readonly email: string | null;
  readonly balanceNanos: Nanos;
  readonly heldNanos: Nanos;
  readonly purchasedNanos: Nanos;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
};

/**
 * Workspaces with their owner and balance, newest first; `search` is the beginning of an address or a whole id. Deleted
 * ones only with `withDeleted`, or by their id. For operators: the caller checks that before. Wildcards in `search` are
 * matched literally, and text that cannot be stored matches nothing.
 */
export async function listAccounts(
  query: { search?: string; withDeleted?: boolean; cursor?: string; limit?: number } = {},
): Promise<Page<AccountRow>> {
  const limit = Math.min(query.limit ?? 25, pageSizeMax);
  const search = query.search?.trim().toLowerCase() || null;
  // PostgreSQL rejects NUL and lone surrogates in any statement.
  if (search !== null && textProblem(search, searchMax) !== null) return { rows: [], nextCursor: null };
  const { rows } = await sqlPool().query<AccountRow>(
    `select w.id as "workspaceId", w.name, u.email, w.created_at as "createdAt", w.deleted_at as "deletedAt",
            l.credited_nanos - l.debited_nanos as "balanceNanos", l.held_nanos as "heldNanos",
            l.purchased_nanos as "purchasedNanos"
     from workspaces w
     join wallets l on l.workspace_id = w.id
     left join members m on m.workspace_id = w.id and m.role = 'owner' and m.removed_at is null
     left join users u on u.id = m.user_id
     where w.id < coalesce($1::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
       and ($2::text is null or starts_with(u.email, $2) or w.id::text = $2)
       and ($4 or w.deleted_at is null or w.id::text = $2)
     order by w.id desc limit $3`,
    [query.cursor ?? null, search, limit + 1, query.withDeleted ?? false],
  );
  const page = rows.slice(0, limit);
  return { rows: page, nextCursor: rows.length > limit ? (page.at(-1)?.workspaceId ?? null) : null };
}
