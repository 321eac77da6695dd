import { asOwner } from "@/lib/testing/database";
import { testRole } from "@/lib/testing/environment";

/**
 * Makes the database record each ended hold's outcome and cost, only for the checks: the product deletes a hold that
 * ends, and keeps only the sum of a flush. The settling function is wrapped, not replaced.
 */
export async function recordEndedHolds(): Promise<void> {
  await asOwner((client) =>
    client.query(`
    create table ended_holds (
      id uuid, workspace_id uuid, process_id uuid, state text, amount_nanos bigint, excess_nanos bigint,
      settled_nanos bigint, closed_at timestamptz
    );
    create function keep_ended_hold() returns trigger language plpgsql as $$
    begin
      insert into ended_holds values (old.id, old.workspace_id, old.process_id, 'ended', old.amount_nanos, old.excess_nanos, null, now());
      return null;
    end $$;
    create trigger keep_ended_hold after delete on holds for each row execute function keep_ended_hold();
    alter function settle_holds rename to settle_holds_plain;
    create function settle_holds(
      p_is_strict boolean, p_workspace_ids uuid[], p_transfer_ids uuid[], p_hold_ids uuid[], p_wallet_positions int[],
      p_costs bigint[], p_releases boolean[], p_idempotency_key text, p_revenue_account_id uuid
    ) returns table (hold_id uuid, transfer_id uuid) language plpgsql as $$
    begin
      return query select * from settle_holds_plain(p_is_strict, p_workspace_ids, p_transfer_ids, p_hold_ids,
        p_wallet_positions, p_costs, p_releases, p_idempotency_key, p_revenue_account_id);
      update ended_holds set
        state = case when asked.is_released then 'released' else 'settled' end,
        settled_nanos = asked.cost
      from unnest(p_hold_ids, p_costs, p_releases) as asked (id, cost, is_released)
      where ended_holds.id = asked.id and ended_holds.state = 'ended';
    end $$;
    grant all on ended_holds to ${testRole.name}`),
  );
}
