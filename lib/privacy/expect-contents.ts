import "server-only";
import type { PreparedStatement } from "@/lib/db/run-prepared";
import type { ContentOwner } from "./internal/encrypt-content";
import { awaitedReason } from "./rules/lost-reasons";

/**
 * Marks generations whose content is still to be stored, in the transaction that bills them: a process that is killed
 * before it stores the content leaves the mark behind. Storing the content deletes the mark.
 */
export function expectContentsStatement(owners: readonly ContentOwner[]): PreparedStatement {
  return {
    name: "expect_contents",
    text: `insert into lost_contents (workspace_id, generation_id, reason)
      select *, '${awaitedReason}' from unnest($1::uuid[], $2::uuid[]) on conflict do nothing`,
    values: [
      `{${owners.map(({ workspaceId }) => workspaceId).join(",")}}`,
      `{${owners.map(({ generationId }) => generationId).join(",")}}`,
    ],
  };
}
