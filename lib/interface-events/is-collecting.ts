import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";

export type Collection = {
  /** Whether the open workspace allows optional data. Off until its owners or admins turn it on. */
  readonly isAllowed: boolean;
  /** Whether the person turned events off for themselves, in every workspace. */
  readonly isOptedOut: boolean;
};

type Person = Pick<Actor, "userId" | "workspaceId">;

/** The two choices that decide whether events are recorded: the workspace's and the person's. */
export async function getCollection({ userId, workspaceId }: Person): Promise<Collection> {
  const { rows } = await sqlPool().query<Collection>(
    `select exists (select from privacy_settings where workspace_id = $2 and optional_data) as "isAllowed",
            exists (select from users where id = $1 and interface_events_off) as "isOptedOut"`,
    [userId, workspaceId],
  );
  return rows[0] ?? { isAllowed: false, isOptedOut: true };
}

/** Whether events of the person in the open workspace may be recorded at this moment. */
export async function isCollecting(person: Person): Promise<boolean> {
  const { isAllowed, isOptedOut } = await getCollection(person);
  return isAllowed && !isOptedOut;
}
