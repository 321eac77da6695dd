import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { sqlPool } from "@/lib/db/client";
import { inLanes } from "../internal/in-lanes";
import { copyProfile } from "../internal/profile/copy-profile";

const batchMax = 50;
const lanes = 3;

/** Copies the billing profiles to Stripe that are not there yet, of workspaces with a customer. Run every few seconds. */
export async function copyBillingProfiles(): Promise<{ readonly tried: number }> {
  const { rows } = await sqlPool().query<{ workspaceId: string }>(
    `select b.workspace_id as "workspaceId" from billing_profiles b
       join stripe_customers c on c.workspace_id = b.workspace_id
      where b.copied_version < b.version and b.next_copy_at <= now()
        and (b.copying_until is null or b.copying_until < now())
      order by b.next_copy_at limit ${batchMax}`,
  );
  await inLanes(rows, lanes, ({ workspaceId }) =>
    copyProfile(workspaceId).catch((error: unknown) =>
      log().error({ event: "billing_profile_not_copied", workspaceId, ...errorFacts(error) }),
    ),
  );
  return { tried: rows.length };
}
