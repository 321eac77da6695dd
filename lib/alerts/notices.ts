import "server-only";
import { db, sqlPool } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { msPerDay } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { alertFactSchema } from "./rules/alert-fact";
import type { ShownAlert } from "./rules/shown-alert";
import { defaultLowBalanceNanos } from "./rules/crossings";

/** How long a notice is in the list. */
export const noticeDays = 90;
const pageSize = 25;

export type Notice = ShownAlert & {
  readonly id: string;
  readonly firedAt: Date;
  readonly isDismissed: boolean;
};

export type NoticePage = { readonly notices: readonly Notice[]; readonly nextCursor: string | null };

/**
 * What the actor may see: all alerts of the workspace for owners and admins, those that name them for members; none from
 * before they joined, and none that is too old. Parameters: $1 workspace, $2 user, $3 admin.
 */
const visible = `
    from alerts a
    join members m on m.workspace_id = a.workspace_id and m.user_id = $2 and m.removed_at is null
    left join alert_dismissals d on d.alert_id = a.id and d.user_id = $2
   where a.workspace_id = $1 and ($3::boolean or a.user_id = $2) and a.fired_at >= m.created_at
     and a.fired_at > now() - make_interval(days => ${noticeDays})`;

const scopeOf = (actor: Actor) => [actor.workspaceId, actor.userId, isAdmin(actor)];

type Row = {
  readonly id: string;
  readonly subjectId: string;
  readonly fact: unknown;
  readonly firedAt: Date;
  readonly isDismissed: boolean;
  readonly keyName: string | null;
};

/** Notices of the last 90 days, newest first, 25 from `cursor` (the last id of the page before) on. */
export async function listNotices(actor: Actor, cursor: string | null = null): Promise<NoticePage> {
  const { rows } = await sqlPool().query<Row>(
    `select a.id, a.subject_id as "subjectId", a.fact, a.fired_at as "firedAt", d.alert_id is not null as "isDismissed",
            (select k.name from api_keys k where k.id = a.subject_id and k.workspace_id = a.workspace_id) as "keyName"
     ${visible} and ($4::uuid is null or a.id < $4) order by a.id desc limit ${pageSize + 1}`,
    [...scopeOf(actor), cursor],
  );
  const notices = rows.slice(0, pageSize).map((row) => ({ ...row, fact: alertFactSchema.parse(row.fact) }));
  return { notices, nextCursor: rows.length > pageSize ? (notices.at(-1)?.id ?? null) : null };
}

/** Dismisses one notice, or all of them without an id, for the actor alone. Dismissing again changes nothing. */
export async function dismissNotices(
  actor: Actor,
  alertId: string | null = null,
): Promise<Outcome<{ readonly count: number }, "not_found">> {
  const { rows } = await sqlPool().query<{ known: number; dismissed: number }>(
    `with known as (select a.id ${visible} and ($4::uuid is null or a.id = $4)),
          dismissed as (
            insert into alert_dismissals (alert_id, user_id) select id, $2 from known
            on conflict do nothing returning 1)
     select (select count(*) from known)::int as known, (select count(*) from dismissed)::int as dismissed`,
    [...scopeOf(actor), alertId],
  );
  const { known, dismissed } = rows[0] ?? { known: 0, dismissed: 0 };
  if (alertId !== null && known === 0) return fail("not_found", { message: "That notice wasn't found." });
  return ok({ count: dismissed });
}

export type FrameAlerts = {
  /** Notices that the actor has not dismissed. */
  readonly unread: number;
  /** The balance below which the frame shows it as low; null when the alert is off, or the actor may not see it. */
  readonly lowBalanceNanos: Nanos | null;
};

/** What the frame of every page shows. */
export async function getFrameAlerts(actor: Actor): Promise<FrameAlerts> {
  const { rows } = await sqlPool().query<FrameAlerts>(
    `select (select count(*) ${visible} and d.alert_id is null)::int as unread,
            (select case when $3 and coalesce(s.low_balance_on, w.purchased_nanos > 0)
                      then coalesce(s.low_balance_nanos, $4::bigint) end
               from wallets w left join alert_settings s on s.workspace_id = w.workspace_id
              where w.workspace_id = $1) as "lowBalanceNanos"`,
    [...scopeOf(actor), defaultLowBalanceNanos],
  );
  return rows[0] ?? { unread: 0, lowBalanceNanos: null };
}

/** Deletes alerts that are too old to be shown. Run by a job. */
export async function purgeAlerts(now = new Date()): Promise<number> {
  const { count } = await db().alert.deleteMany({
    where: { firedAt: { lt: new Date(now.getTime() - noticeDays * msPerDay) } },
  });
  return count;
}
