-- Why: exact holds over any number of limits, holds that end with their process, versions per key instead of per wallet,
--   and completions that could not be billed are counted. Decisions about money move into two functions.
-- Locks: meters, api_keys, wallets, holds and generations exclusively, for as long as one pass over meters (a row per
--   key) and over open holds takes. Holds that are open now expire, since no process of the new kind has them.
-- Way back: restore the backup taken before; limits have moved and claimed batches are gone. Without money spent since,
--   copy meters.limit_* back to api_keys, give holds an expires_at, and drop what this file adds.

-- Processes that take holds. One row stands for those that ran before there were such rows; it has ended.
CREATE TABLE "processes" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "processes_pkey" PRIMARY KEY ("id")
);
INSERT INTO "processes" ("id", "ended_at") VALUES ('00000000-0000-0000-0000-000000000000', CURRENT_TIMESTAMP);

-- Meters of keys become meters of anything.
ALTER TABLE "key_meters" DROP CONSTRAINT "key_meters_key_id_fkey";
ALTER TABLE "key_meters" RENAME TO "meters";
ALTER TABLE "meters" RENAME COLUMN "key_id" TO "id";
ALTER TABLE "meters" RENAME CONSTRAINT "key_meters_pkey" TO "meters_pkey";
ALTER TABLE "meters" RENAME CONSTRAINT "key_meters_totals" TO "meters_totals";
ALTER TABLE "meters"
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'key',
  ADD COLUMN "subject_id" UUID,
  ADD COLUMN "limit_nanos" BIGINT,
  ADD COLUMN "limit_reset" "limit_reset";
INSERT INTO "meters" ("id", "workspace_id") SELECT "id", "workspace_id" FROM "api_keys" ON CONFLICT DO NOTHING;
UPDATE "meters" SET "subject_id" = "meters"."id", "limit_nanos" = "api_keys"."limit_nanos", "limit_reset" = "api_keys"."limit_reset"
  FROM "api_keys" WHERE "api_keys"."id" = "meters"."id";
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM "api_keys" LEFT JOIN "meters" USING ("id")
    WHERE ("meters"."subject_id", "meters"."limit_nanos", "meters"."limit_reset") IS DISTINCT FROM ("api_keys"."id", "api_keys"."limit_nanos", "api_keys"."limit_reset")
  ) OR (SELECT count(*) FROM "meters") <> (SELECT count(*) FROM "api_keys") THEN
    RAISE EXCEPTION 'a key''s limit did not arrive in its meter';
  END IF;
END
$$;
ALTER TABLE "meters" ALTER COLUMN "kind" DROP DEFAULT, ALTER COLUMN "subject_id" SET NOT NULL;
ALTER TABLE "meters"
  ADD CONSTRAINT "meters_kind_known" CHECK ("kind" IN ('key', 'member', 'workspace')),
  ADD CONSTRAINT "meters_key_is_its_own" CHECK ("kind" <> 'key' OR "id" = "subject_id"),
  ADD CONSTRAINT "meters_limit" CHECK ("limit_nanos" IS NULL OR "limit_nanos" >= 0);
CREATE UNIQUE INDEX "meters_kind_subject_id_workspace_id_key" ON "meters"("kind", "subject_id", "workspace_id");
CREATE INDEX "meters_workspace_id_idx" ON "meters"("workspace_id");

-- Versions stand where the change is, so that editing a key does not touch the wallet that everybody waits for.
ALTER TABLE "api_keys" DROP COLUMN "limit_nanos", DROP COLUMN "limit_reset", ADD COLUMN "version" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "privacy_settings" ADD COLUMN "version" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "wallets" DROP COLUMN "policy_version", ADD COLUMN "excess_nanos" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "wallets" ADD CONSTRAINT "wallets_excess" CHECK ("excess_nanos" >= 0);

-- Holds belong to a process instead of having a time of their own.
DROP INDEX "holds_open";
ALTER TABLE "holds"
  ADD COLUMN "process_id" UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  ADD COLUMN "meter_ids" UUID[] NOT NULL DEFAULT '{}',
  ADD COLUMN "excess_nanos" BIGINT NOT NULL DEFAULT 0,
  DROP COLUMN "expires_at";
ALTER TABLE "holds" ADD CONSTRAINT "holds_excess" CHECK ("excess_nanos" >= 0);
-- An expired one may be settled late, and counts for its key then.
UPDATE "holds" SET "meter_ids" = ARRAY["key_id"] WHERE "state" IN ('held', 'expired');
ALTER TABLE "holds" ALTER COLUMN "process_id" DROP DEFAULT, ALTER COLUMN "meter_ids" DROP DEFAULT;
CREATE INDEX "holds_open" ON "holds"("process_id") WHERE (state = 'held'::text);

CREATE TABLE "unaccounted_completions" (
    "hold_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key_id" UUID NOT NULL,
    "process_id" UUID NOT NULL,
    "amount_nanos" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "billed_at" TIMESTAMPTZ(3),

    CONSTRAINT "unaccounted_completions_pkey" PRIMARY KEY ("hold_id"),
    CONSTRAINT "unaccounted_completions_amount" CHECK ("amount_nanos" >= 0)
);
-- What expired before was not billed either.
INSERT INTO "unaccounted_completions" ("hold_id", "workspace_id", "key_id", "process_id", "amount_nanos", "created_at")
SELECT "id", "workspace_id", "key_id", "process_id", "amount_nanos", "closed_at" FROM "holds" WHERE "state" = 'expired';
CREATE INDEX "unaccounted_completions_created_at_idx" ON "unaccounted_completions"("created_at");

ALTER TABLE "generations" ADD COLUMN "usage_capped" BOOLEAN NOT NULL DEFAULT false;
-- The operator counts these; there are hardly any.
CREATE INDEX "generations_usage_capped" ON "generations"("id") WHERE usage_capped;

CREATE TABLE "lost_contents" (
    "workspace_id" UUID NOT NULL,
    "generation_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lost_contents_pkey" PRIMARY KEY ("workspace_id","generation_id"),
    CONSTRAINT "lost_contents_reason_form" CHECK ("reason" ~ '^[a-z_]{1,40}$')
);

-- The state of a hold says whether it was settled; a batch needs no claim of its own.
DROP TABLE "settle_batches";

-- What counts against a meter's limit: the usage of its running window, all of it without one. Days are UTC. The only
-- place that knows which window a limit means.
CREATE FUNCTION "meter_used"(meter "meters") RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT CASE meter.limit_reset
    WHEN 'daily' THEN CASE WHEN meter.day_start >= (now() AT TIME ZONE 'UTC')::date THEN meter.day_nanos ELSE 0 END
    WHEN 'weekly' THEN CASE WHEN meter.week_start >= date_trunc('week', now() AT TIME ZONE 'UTC')::date THEN meter.week_nanos ELSE 0 END
    WHEN 'monthly' THEN CASE WHEN meter.month_start >= date_trunc('month', now() AT TIME ZONE 'UTC')::date THEN meter.month_nanos ELSE 0 END
    ELSE meter.used_nanos
  END
$$;

-- Takes holds for requests, decided in order, each against what the ones before it left. Locks wallets by id, then
-- meters by id; keys and privacy settings are read after that, so that a change committed by then counts.
-- Wallets, keys and meters are named once and pointed at by position; the meters of request n are the positions after
-- p_meter_ends[n - 1] up to p_meter_ends[n], and p_meter_lists[n] is the text of their ids.
-- Returns a row for each request that did not get its whole amount. SQLSTATE CF002: the process has ended.
-- p_is_repeat: the same call may have been committed before; holds that are there are granted as they stand.
CREATE FUNCTION "take_holds"(
  p_process_id uuid, p_is_repeat boolean, p_workspace_ids uuid[], p_key_ids uuid[], p_meter_ids uuid[],
  p_hold_ids uuid[], p_wallet_positions int[], p_key_positions int[],
  p_amounts bigint[], p_minimums bigint[], p_excesses bigint[], p_key_versions bigint[], p_privacy_versions bigint[],
  p_meter_lists text[], p_meter_positions int[], p_meter_ends int[]
) RETURNS TABLE (
  request_position int, granted_nanos bigint, refusal text, available_nanos bigint,
  limit_kind text, limit_nanos bigint, limit_reset "limit_reset", used_nanos bigint, decided_at timestamptz
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  -- The most that the requests of one workspace may be billed beyond its credits, if each costs what it can at worst.
  excess_cap CONSTANT bigint := 1000000000;
  -- By position of the wallet, of the key and of the meter; null where there is no such row.
  balances bigint[];
  wallet_held bigint[];
  wallet_excess bigint[];
  key_workspaces uuid[];
  key_versions bigint[];
  privacy_versions bigint[];
  meter_workspaces uuid[];
  meter_held bigint[];
  -- What may be held at most: the limit less what its window has used. Null for a meter that only counts.
  meter_ceilings bigint[];
  -- By position of the request; null where nothing is written.
  grants bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_hold_ids)]);
  taken_ids uuid[];
  taken_amounts bigint[];
  stored record;
  place int;
  wallet int;
  key int;
  meter int;
  limiting int;
  workspace uuid;
  amount bigint;
  minimum bigint;
  excess bigint;
  room bigint;
  meter_room bigint;
  first_meter int;
  last_meter int := 0;
  is_stale boolean;
BEGIN
  FOR stored IN
    SELECT workspace_id, credited_nanos - debited_nanos AS balance, held_nanos, excess_nanos
    FROM wallets WHERE workspace_id = ANY (p_workspace_ids) ORDER BY workspace_id FOR NO KEY UPDATE
  LOOP
    place := array_position(p_workspace_ids, stored.workspace_id);
    balances[place] := stored.balance;
    wallet_held[place] := stored.held_nanos;
    wallet_excess[place] := stored.excess_nanos;
  END LOOP;
  FOR stored IN
    SELECT id, workspace_id, held_nanos, limit_nanos - meter_used(meters) AS ceiling
    FROM meters WHERE id = ANY (p_meter_ids) ORDER BY id FOR NO KEY UPDATE
  LOOP
    place := array_position(p_meter_ids, stored.id);
    meter_workspaces[place] := stored.workspace_id;
    meter_held[place] := stored.held_nanos;
    meter_ceilings[place] := stored.ceiling;
  END LOOP;
  FOR stored IN
    SELECT api_keys.id, api_keys.workspace_id, api_keys.version, coalesce(privacy_settings.version, 0) AS privacy_version,
      EXISTS (SELECT FROM processes WHERE id = p_process_id AND ended_at IS NULL) AS is_alive
    FROM api_keys LEFT JOIN privacy_settings ON privacy_settings.workspace_id = api_keys.workspace_id
    WHERE api_keys.id = ANY (p_key_ids) AND deleted_at IS NULL AND disabled_at IS NULL
      AND (expires_at IS NULL OR expires_at > clock_timestamp())
  LOOP
    IF NOT stored.is_alive THEN
      RAISE EXCEPTION 'the process has ended' USING ERRCODE = 'CF002';
    END IF;
    place := array_position(p_key_ids, stored.id);
    key_workspaces[place] := stored.workspace_id;
    key_versions[place] := stored.version;
    privacy_versions[place] := stored.privacy_version;
  END LOOP;
  IF p_is_repeat THEN
    SELECT array_agg(id), array_agg(amount_nanos) INTO taken_ids, taken_amounts
    FROM holds WHERE id = ANY (p_hold_ids) AND state = 'held';
  END IF;

  FOR request IN 1 .. cardinality(p_hold_ids) LOOP
    first_meter := last_meter + 1;
    last_meter := p_meter_ends[request];
    amount := p_amounts[request];
    IF taken_ids IS NOT NULL THEN
      place := array_position(taken_ids, p_hold_ids[request]);
      IF place IS NOT NULL THEN
        request_position := request;
        granted_nanos := taken_amounts[place];
        refusal := NULL;
        decided_at := now();
        RETURN NEXT;
        CONTINUE;
      END IF;
    END IF;
    wallet := p_wallet_positions[request];
    key := p_key_positions[request];
    excess := p_excesses[request];
    workspace := p_workspace_ids[wallet];
    limiting := NULL;
    meter_room := NULL;
    is_stale := false;
    FOR listed IN first_meter .. last_meter LOOP
      meter := p_meter_positions[listed];
      -- A meter that has gone, or never was this workspace's: what the caller read is no longer so.
      IF meter_workspaces[meter] IS DISTINCT FROM workspace THEN
        is_stale := true;
      ELSIF meter_ceilings[meter] IS NOT NULL AND (limiting IS NULL OR meter_ceilings[meter] - meter_held[meter] < meter_room) THEN
        limiting := meter;
        meter_room := meter_ceilings[meter] - meter_held[meter];
      END IF;
    END LOOP;
    -- What the wallet has left, and no more than keeps the worst case of everything that runs within the cap.
    room := balances[wallet] - wallet_held[wallet] + least(0, excess_cap - wallet_excess[wallet] - excess);
    -- A minimum of nothing still needs something to run on, since the request is not free.
    minimum := least(greatest(p_minimums[request], 1), amount);
    refusal := CASE
      WHEN balances[wallet] IS NULL OR key_workspaces[key] IS DISTINCT FROM workspace THEN 'key_unusable'
      WHEN is_stale OR key_versions[key] <> p_key_versions[request] OR privacy_versions[key] <> p_privacy_versions[request] THEN 'stale_policy'
      -- A free request passes an exhausted limit, but not a balance below zero.
      WHEN amount = 0 THEN CASE WHEN balances[wallet] < 0 OR (excess > 0 AND room < 0) THEN 'insufficient_credits' END
      WHEN room < minimum THEN 'insufficient_credits'
      WHEN meter_room < minimum THEN 'limit_reached'
    END;
    IF refusal IS NULL THEN
      granted_nanos := CASE WHEN amount > 0 THEN least(amount, room, meter_room) ELSE 0 END;
      grants[request] := granted_nanos;
      wallet_held[wallet] := wallet_held[wallet] + granted_nanos;
      wallet_excess[wallet] := wallet_excess[wallet] + excess;
      FOR listed IN first_meter .. last_meter LOOP
        meter := p_meter_positions[listed];
        meter_held[meter] := meter_held[meter] + granted_nanos;
      END LOOP;
      CONTINUE WHEN granted_nanos = amount;
    ELSE
      granted_nanos := NULL;
    END IF;
    request_position := request;
    available_nanos := coalesce(room, 0);
    decided_at := now();
    limit_kind := NULL;
    IF refusal = 'limit_reached' THEN
      SELECT kind, meters.limit_nanos, meters.limit_reset, meter_used(meters) INTO limit_kind, limit_nanos, limit_reset, used_nanos
      FROM meters WHERE id = p_meter_ids[limiting];
    END IF;
    RETURN NEXT;
  END LOOP;

  UPDATE wallets SET
    held_nanos = wallet_held[array_position(p_workspace_ids, workspace_id)],
    excess_nanos = wallet_excess[array_position(p_workspace_ids, workspace_id)]
  WHERE workspace_id = ANY (p_workspace_ids)
    AND (held_nanos <> wallet_held[array_position(p_workspace_ids, workspace_id)]
      OR excess_nanos <> wallet_excess[array_position(p_workspace_ids, workspace_id)]);
  UPDATE meters SET held_nanos = meter_held[array_position(p_meter_ids, id)]
  WHERE id = ANY (p_meter_ids) AND held_nanos <> meter_held[array_position(p_meter_ids, id)];
  INSERT INTO holds (id, workspace_id, key_id, amount_nanos, excess_nanos, process_id, meter_ids)
  SELECT asked.id, p_workspace_ids[asked.wallet], p_key_ids[asked.key], asked.granted, asked.excess, p_process_id, asked.meters::uuid[]
  FROM unnest(p_hold_ids, p_wallet_positions, p_key_positions, grants, p_excesses, p_meter_lists) AS asked (id, wallet, key, granted, excess, meters)
  WHERE asked.granted IS NOT NULL;
END
$$;

-- Closes holds and debits what they cost, with one usage transfer per workspace and call. Locks wallets by id; whoever
-- has a wallet has the meters of its workspace too, but for single edits, which wait for nothing else.
-- p_is_strict: every hold must be open and its workspace's own, or SQLSTATE CF001 and nothing is written. Otherwise
-- holds that expired are debited too, others are left out, and the holds that were closed are returned.
CREATE FUNCTION "settle_holds"(
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
    UPDATE holds SET
      state = CASE WHEN asked.is_released THEN 'released' ELSE 'settled' END,
      settled_nanos = asked.cost,
      closed_at = now(),
      transfer_id = CASE WHEN asked.cost > 0 THEN p_transfer_ids[asked.wallet] END
    FROM unnest(p_hold_ids, p_wallet_positions, p_costs, p_releases) AS asked (id, wallet, cost, is_released)
    WHERE holds.id = asked.id AND holds.workspace_id = p_workspace_ids[asked.wallet]
      AND (holds.state = 'held' OR (holds.state = 'expired' AND holds.id = ANY (expired_ids)))
    RETURNING holds.id, holds.transfer_id, holds.meter_ids, asked.wallet, asked.cost, asked.is_released,
      -- An expired hold was given back when it expired.
      CASE WHEN holds.id = ANY (expired_ids) THEN 0 ELSE holds.amount_nanos END AS held,
      CASE WHEN holds.id = ANY (expired_ids) THEN 0 ELSE holds.excess_nanos END AS excess
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
