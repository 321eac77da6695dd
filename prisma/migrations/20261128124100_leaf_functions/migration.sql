-- Why: the running product made and dropped partitions with its own role, which therefore had to own the tables and could
--   disable the triggers that keep history. These two functions run as their owner and do nothing but that.
-- Locks: none. Processes of the version before go on as before while they run with the role that owns the tables.
-- Way back: drop both functions.

-- Makes the weekly leaf of "generations" for one class and one week, from its Monday in UTC; false when it is there.
-- Whoever may read or write the parent may do the same with the leaf.
CREATE FUNCTION "make_generation_leaf"(p_retention text, p_monday date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  parent text;
  leaf text;
  low text;
  high text;
  granted record;
BEGIN
  IF p_retention IS NULL OR p_monday IS NULL OR p_retention NOT IN ('d30', 'd90') OR extract(isodow FROM p_monday) <> 1
    OR p_monday NOT BETWEEN (now() - interval '20 years')::date AND (now() + interval '20 years')::date
  THEN
    RAISE EXCEPTION 'no leaf of generations is meant by this' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  parent := 'generations_' || p_retention;
  leaf := parent || '_' || to_char(p_monday, 'YYYYMMDD');
  IF to_regclass('public.' || leaf) IS NOT NULL THEN
    RETURN false;
  END IF;
  -- The smallest ids of two Mondays: a millisecond in 48 bits, then zeros.
  low := lpad(to_hex((p_monday - date '1970-01-01')::bigint * 86400000), 12, '0');
  high := lpad(to_hex((p_monday + 7 - date '1970-01-01')::bigint * 86400000), 12, '0');
  -- Made apart and then attached, which lets reads and writes of other leaves go on.
  EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)', leaf, parent);
  EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', parent, leaf,
    rpad(low, 32, '0')::uuid, rpad(high, 32, '0')::uuid);
  FOR granted IN
    SELECT acl.privilege_type AS privilege, acl.grantee::regrole AS grantee
    FROM pg_class, aclexplode(pg_class.relacl) AS acl
    WHERE pg_class.oid = ('public.' || parent)::regclass AND acl.grantee NOT IN (0, pg_class.relowner)
      AND acl.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
  LOOP
    EXECUTE format('GRANT %s ON public.%I TO %s', granted.privilege, leaf, granted.grantee);
  END LOOP;
  RETURN true;
END
$$;

-- Drops a leaf of "generations" whose whole week has passed its retention, by the clock of the database; another is
-- refused. Waits for readers of the class for no longer than 50 ms (SQLSTATE 55P03), so that nobody waits behind it.
CREATE FUNCTION "drop_generation_leaf"(p_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' AS $$
DECLARE
  parts text[] := regexp_match(p_name, '^generations_(d30|d90)_([0-9]{8})$');
  monday date;
  place record;
BEGIN
  IF parts IS NULL THEN
    RAISE EXCEPTION 'no leaf of generations is meant by this' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  monday := to_date(parts[2], 'YYYYMMDD');
  IF (monday + 7)::timestamp AT TIME ZONE 'UTC' > now() - (CASE parts[1] WHEN 'd30' THEN interval '30 days' ELSE interval '90 days' END) THEN
    RAISE EXCEPTION 'this leaf has not passed its time' USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  SELECT pg_inherits.inhparent::regclass AS parent, pg_inherits.inhdetachpending AS is_pending INTO place
  FROM pg_class LEFT JOIN pg_inherits ON pg_inherits.inhrelid = pg_class.oid
  WHERE pg_class.relnamespace = 'public'::regnamespace AND pg_class.relname = p_name AND pg_class.relkind = 'r';
  IF NOT FOUND THEN
    RETURN;
  END IF;
  -- A run of an earlier version may have been cut short between its steps.
  IF place.is_pending THEN
    EXECUTE format('ALTER TABLE public.%I DETACH PARTITION public.%I FINALIZE', 'generations_' || parts[1], p_name);
  ELSIF place.parent IS NOT NULL THEN
    EXECUTE format('ALTER TABLE public.%I DETACH PARTITION public.%I', 'generations_' || parts[1], p_name);
  END IF;
  EXECUTE format('DROP TABLE public.%I', p_name);
END
$$;
REVOKE EXECUTE ON FUNCTION "make_generation_leaf"(text, date), "drop_generation_leaf"(text) FROM PUBLIC;
