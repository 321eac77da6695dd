-- Returns the usage that counts against a meter's limit: that of its running window, or all of it without a window.
-- Days are UTC. The only place in the database that maps a limit to its window. The same windows are in
-- settle_holds.sql and in lib/ledger/rules/spend-limit.ts; limit-windows.db.test.ts compares all three.
CREATE OR REPLACE FUNCTION "meter_used"(meter "meters") RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT CASE meter.limit_reset
    WHEN 'daily' THEN CASE WHEN meter.day_start >= (now() AT TIME ZONE 'UTC')::date THEN meter.day_nanos ELSE 0 END
    WHEN 'weekly' THEN CASE WHEN meter.week_start >= date_trunc('week', now() AT TIME ZONE 'UTC')::date THEN meter.week_nanos ELSE 0 END
    WHEN 'monthly' THEN CASE WHEN meter.month_start >= date_trunc('month', now() AT TIME ZONE 'UTC')::date THEN meter.month_nanos ELSE 0 END
    ELSE meter.used_nanos
  END
$$;
