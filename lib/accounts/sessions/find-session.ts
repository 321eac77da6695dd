import "server-only";
import { z } from "zod";
import { sqlPool } from "@/lib/db/client";
import { hashSecret } from "@/lib/config/secrets";
import type { Role } from "@/lib/kernel/actor";
import { type FormatChoice, formatChoices } from "@/lib/kernel/format";
import { idleHours } from "../rules/session-periods";

type SessionWorkspace = {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly role: Role;
};

export type LiveSession = {
  readonly publicId: string;
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string | null;
    readonly theme: "system" | "light" | "dark";
    readonly formatChoice: FormatChoice;
    readonly emailVerifiedAt: Date | null;
    readonly hasTwoFactor: boolean;
  };
  /** The open workspace: the session's choice while its user is a member, else the personal one. */
  readonly workspace: SessionWorkspace;
  readonly workspaces: readonly SessionWorkspace[];
};

const rowSchema = z.object({
  public_id: z.string(),
  user_id: z.string(),
  email: z.string(),
  name: z.string().nullable(),
  theme: z.enum(["system", "light", "dark"]).catch("system"),
  format_choice: z.enum(formatChoices).catch("en-US"),
  email_verified_at: z.date().nullable(),
  has_two_factor: z.boolean(),
  chosen: z.string().nullable(),
  is_stale: z.boolean(),
  workspaces: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      timeZone: z.string(),
      role: z.enum(["owner", "admin", "member"]),
    }),
  ),
});

/**
 * Finds the user and memberships of a session's secret in one statement, so that a removed member or a changed role
 * takes effect with the very next request. Null when the session is unknown, ended, idle for 12 hours or 7 days old.
 */
export async function findSession(secret: string): Promise<LiveSession | null> {
  if (!/^[\w-]{43}$/.test(secret)) return null;
  const idHash = hashSecret(secret);
  const result = await sqlPool().query(sessionSql, [idHash, idleHours]);
  const parsed = rowSchema.safeParse(result.rows[0]);
  if (!parsed.success) return null;
  const row = parsed.data;
  const workspace = row.workspaces.find(({ id }) => id === row.chosen) ?? row.workspaces[0];
  if (!workspace) return null;
  // Once a minute is precise enough for an idle limit of hours, and saves a write per page.
  if (row.is_stale)
    await sqlPool().query("UPDATE sessions SET last_seen_at = now() WHERE id_hash = $1", [idHash]);
  return {
    publicId: row.public_id,
    user: {
      id: row.user_id,
      email: row.email,
      name: row.name,
      theme: row.theme,
      formatChoice: row.format_choice,
      emailVerifiedAt: row.email_verified_at,
      hasTwoFactor: row.has_two_factor,
    },
    workspace,
    workspaces: row.workspaces,
  };
}

const sessionSql = `
  SELECT s.public_id, s.user_id, u.email, u.name, u.theme, u.format_choice, u.email_verified_at,
         EXISTS (SELECT 1 FROM two_factor_secrets f
                  WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS has_two_factor,
         s.claims->>'workspaceId' AS chosen,
         s.last_seen_at < now() - interval '1 minute' AS is_stale,
         (SELECT coalesce(json_agg(json_build_object('id', w.id, 'name', w.name, 'timeZone', w.time_zone, 'role', m.role)
                          ORDER BY (w.personal_user_id = u.id) IS TRUE DESC, w.name, w.id), '[]')
            FROM members m JOIN workspaces w ON w.id = m.workspace_id
           WHERE m.user_id = u.id AND m.removed_at IS NULL AND w.deleted_at IS NULL) AS workspaces
    FROM sessions s JOIN users u ON u.id = s.user_id
   WHERE s.id_hash = $1 AND s.expires_at > now() AND u.deleted_at IS NULL
     AND s.last_seen_at > now() - make_interval(hours => $2)`;
