-- Why: the mail about an unknown sign-in has a link that secures the account.
-- Locks: email_tokens while its rows are checked; they are few and short-lived.
-- Way back: delete the rows with the new purpose and restore the check.

ALTER TABLE "email_tokens" DROP CONSTRAINT "email_tokens_purpose_known";
ALTER TABLE "email_tokens" ADD CONSTRAINT "email_tokens_purpose_known"
  CHECK ("purpose" IN ('verify', 'reset', 'change_old', 'change_new', 'secure'));
