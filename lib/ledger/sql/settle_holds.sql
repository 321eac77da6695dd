-- Closes holds and debits their cost, with one usage transfer per workspace and call. Locks wallets by id. The lock of
-- a wallet covers the meters of its workspace too, except for single edits of a limit, which wait for nothing else. A
-- hold that ends is deleted, which is what makes it end once. p_is_strict: every hold must be open and belong to its
-- workspace, or SQLSTATE CF001 is raised and nothing is written. Otherwise expired holds are debited too, all others
-- are skipped, and the holds that ended are returned.
-- The windows that it advances are also in meter_used.sql and in lib/ledger/rules/spend-limit.ts;
-- limit-windows.db.test.ts compares all three. The text that it hashes is the one of
-- lib/ledger/rules/transfer-input.ts; settle-holds.db.test.ts compares both.
CREATE OR REPLACE FUNCTION "settle_holds"(
  p_is_strict boolean, p_workspace_ids uuid[], p_transfer_ids uuid[], p_hold_ids uuid[], p_wallet_positions int[],
  p_costs bigint[], p_releases boolean[], p_idempotency_key text, p_revenue_account_id uuid
) RETURNS TABLE (hold_id uuid, transfer_id uuid) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  expired_ids uuid[] := '{}';
  closed_ids uuid[];
  closed_transfer_ids uuid[];
  closed_count bigint;
  owed_count bigint;
  moved_count bigint;
  today CONSTANT date := (now() AT TIME ZONE 'UTC')::date;
  this_week CONSTANT date := date_trunc('week', now() AT TIME ZONE 'UTC')::date;
  this_month CONSTANT date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
BEGIN
  PERFORM FROM wallets WHERE workspace_id = ANY (p_workspace_ids) ORDER BY workspace_id FOR NO KEY UPDATE;
  IF NOT p_is_strict THEN
    expired_ids := ARRAY(SELECT id FROM holds WHERE id = ANY (p_hold_ids) AND state = 'expired');
  END IF;
  WITH closed AS MATERIALIZED (
    DELETE FROM holds
    USING unnest(p_hold_ids, p_wallet_positions, p_costs, p_releases) AS asked (id, wallet, cost, is_released)
    -- The ids are named twice so that every plan goes by the primary key, also one made over an empty table.
    WHERE holds.id = ANY (p_hold_ids) AND holds.id = asked.id AND holds.workspace_id = p_workspace_ids[asked.wallet]
      AND holds.state <> 'released' AND (holds.state <> 'expired' OR NOT p_is_strict)
    RETURNING holds.id, holds.meter_ids, asked.wallet, asked.cost, asked.is_released,
      CASE WHEN asked.cost > 0 THEN p_transfer_ids[asked.wallet] END AS transfer_id,
      -- An expired hold was given back when it expired.
      CASE WHEN holds.state = 'expired' THEN 0 ELSE holds.amount_nanos END AS held,
      CASE WHEN holds.state = 'expired' THEN 0 ELSE holds.excess_nanos END AS excess
  ), wallet_sums AS MATERIALIZED (
    SELECT wallet, sum(held)::bigint AS held, sum(excess)::bigint AS excess, sum(cost)::bigint AS cost
    FROM closed GROUP BY wallet
  ), booked AS (
    UPDATE wallets SET
      held_nanos = wallets.held_nanos - wallet_sums.held,
      excess_nanos = wallets.excess_nanos - wallet_sums.excess,
      debited_nanos = wallets.debited_nanos + wallet_sums.cost
    FROM wallet_sums
    WHERE wallets.workspace_id = p_workspace_ids[wallet_sums.wallet]
      AND (wallet_sums.held > 0 OR wallet_sums.excess > 0 OR wallet_sums.cost > 0)
  ), meter_sums AS MATERIALIZED (
    SELECT meter_id, sum(closed.held)::bigint AS held, sum(closed.cost)::bigint AS cost,
      count(*) FILTER (WHERE NOT closed.is_released) AS uses
    FROM closed CROSS JOIN LATERAL unnest(closed.meter_ids) AS listed (meter_id) GROUP BY meter_id
  ), metered AS (
    -- Windows only move on: what began before midnight and commits after something newer counts in the newer window.
    UPDATE meters SET
      held_nanos = meters.held_nanos - meter_sums.held,
      used_nanos = meters.used_nanos + meter_sums.cost,
      day_nanos = meter_sums.cost + CASE WHEN meters.day_start >= today THEN meters.day_nanos ELSE 0 END,
      day_start = greatest(meters.day_start, today),
      week_nanos = meter_sums.cost + CASE WHEN meters.week_start >= this_week THEN meters.week_nanos ELSE 0 END,
      week_start = greatest(meters.week_start, this_week),
      month_nanos = meter_sums.cost + CASE WHEN meters.month_start >= this_month THEN meters.month_nanos ELSE 0 END,
      month_start = greatest(meters.month_start, this_month),
      last_used_at = CASE WHEN meter_sums.uses > 0 THEN now() ELSE meters.last_used_at END
    FROM meter_sums
    WHERE meters.id = meter_sums.meter_id AND (meter_sums.held > 0 OR meter_sums.uses > 0)
  ), moved AS (
    -- The hash is of the text that lib/ledger/rules/transfer-input.ts makes of the same transfer.
    INSERT INTO transfers (id, workspace_id, debit_account_id, credit_account_id, amount_nanos, code, idempotency_key, input_hash)
    SELECT p_transfer_ids[wallet_sums.wallet], ledger_accounts.workspace_id, ledger_accounts.id, p_revenue_account_id, wallet_sums.cost,
      'usage', p_idempotency_key, sha256(convert_to('["wallet","usage_revenue","' || wallet_sums.cost || '","usage",false,null]', 'UTF8'))
    FROM wallet_sums
    JOIN ledger_accounts ON ledger_accounts.kind = 'wallet' AND ledger_accounts.workspace_id = p_workspace_ids[wallet_sums.wallet]
    WHERE wallet_sums.cost > 0
    RETURNING 1
  )
  SELECT (SELECT count(*) FROM closed), (SELECT count(*) FROM wallet_sums WHERE cost > 0), (SELECT count(*) FROM moved),
    CASE WHEN NOT p_is_strict THEN (SELECT array_agg(id ORDER BY id) FROM closed) END,
    CASE WHEN NOT p_is_strict THEN (SELECT array_agg(transfer_id ORDER BY id) FROM closed) END
  INTO closed_count, owed_count, moved_count, closed_ids, closed_transfer_ids;
  IF p_is_strict AND closed_count <> cardinality(p_hold_ids) THEN
    RAISE EXCEPTION 'a hold is not open' USING ERRCODE = 'CF001';
  END IF;
  IF moved_count <> owed_count THEN
    RAISE EXCEPTION 'a wallet has no account' USING ERRCODE = 'assert_failure';
  END IF;
  IF cardinality(expired_ids) > 0 THEN
    UPDATE unaccounted_completions SET billed_at = now() WHERE hold_id = ANY (expired_ids) AND hold_id = ANY (closed_ids);
  END IF;
  IF NOT p_is_strict THEN
    RETURN QUERY SELECT closed.id, closed.transfer FROM unnest(closed_ids, closed_transfer_ids) AS closed (id, transfer);
  END IF;
END
$$;
