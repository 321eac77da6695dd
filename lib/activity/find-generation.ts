import "server-only";
import { sqlPool } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { generationColumns, generationNames, toGeneration } from "./internal/generation-row";
import { readScope } from "./internal/read-scope";
import type { GenerationRow } from "./rules/generation-fields";
import { idTimeMs } from "@/lib/kernel/lowest-id";

/**
 * One generation by its uuid. Null when there is none, when it is another workspace's, when it is not this member's to
 * see, or when it is past the workspace's retention: not yours is not there.
 */
export async function findGeneration(
  actor: Actor,
  id: string,
  clock = systemClock,
): Promise<GenerationRow | null> {
  const scope = await readScope(actor, clock());
  if (idTimeMs(id) < scope.retentionFloor.getTime()) return null;
  const { rows } = await sqlPool().query<Omit<GenerationRow, "wireId">>(
    `SELECT ${generationColumns} FROM generations g ${generationNames}
      WHERE g.workspace_id = $1 AND g.id = $2::uuid AND ($3::uuid[] IS NULL OR g.key_id = ANY ($3::uuid[]))`,
    [actor.workspaceId, id, scope.ownKeyIds],
  );
  const row = rows[0];
  return row ? toGeneration(row) : null;
}
