-- Why: mails about an announced change go out in the order in which addresses were confirmed, until the change takes effect,
--   so that those who sign up in between are told too. Mailings that have ended continue with who confirmed after them.
-- Locks: policy_mailings, for the moment of the change. It has a row per announcement, and only a job writes it.
-- Way back: drop the column. The previous version continues by the id in last_user_id; a mailing that has ended stays so.

ALTER TABLE "policy_mailings" ADD COLUMN "last_verified_at" TIMESTAMPTZ(3);

-- A mailing that is under way has no such moment and begins again: those who had their mail get it a second time.
UPDATE "policy_mailings" m
   SET "last_verified_at" = p."published_at", "last_user_id" = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
  FROM "policy_publications" p
 WHERE p."id" = m."publication_id" AND m."finished_at" IS NOT NULL;
