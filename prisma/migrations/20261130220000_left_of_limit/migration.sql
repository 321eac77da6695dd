-- Why: a request that a limit rejects learns what that limit has left, not what the workspace has.
-- Locks: none that a reader or writer waits for; the function is replaced, with the same arguments and columns.
-- Way back: the function of 20261122000000_spend_path, with the changes of migrations since. The previous version of the
-- product reads only its own columns and ignores the difference.
CREATE OR REPLACE FUNCTION "take_holds"(
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
    -- What was lacking: credits, or what the limit has left.
    available_nanos := CASE WHEN refusal = 'limit_reached' THEN meter_room ELSE coalesce(room, 0) END;
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
