import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deleteAccount } from "@/lib/accounts/delete-account";
import { purgeAccounts } from "@/lib/accounts/purge-accounts";
import { foldUsage } from "@/lib/activity/fold-usage";
import { forgetEndUsers } from "@/lib/activity/forget-end-users";
import { dropExpiredPartitions } from "@/lib/activity/partitions/drop-expired-partitions";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { purgeAlerts } from "@/lib/alerts/notices";
import { purgeArchives } from "@/lib/archives/purge-archives";
import { sealOlderEntries } from "@/lib/audit/seal-older-entries";
import { detachCards } from "@/lib/billing/auto-top-up/check-saved-cards";
import { purgeBilling } from "@/lib/billing/purge-billing";
import { closeDeleted } from "@/lib/billing/repair/close-deleted";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { purgeRequests } from "@/lib/data-requests/purge-requests";
import { tellDisclosures } from "@/lib/disclosures/tell-disclosures";
import { purgeMails } from "@/lib/mail/purge-mails";
import { eraseContent } from "@/lib/privacy/erase-content";
import { eraseWorkspaces } from "@/lib/privacy/erase-workspaces";
import { purgeExpired } from "@/lib/privacy/purge-expired";
import { currentPassword, makePerson } from "@/lib/testing/archives";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { fillTables } from "@/lib/testing/fill-tables";
import { mailTo } from "@/lib/testing/mails";
import { simulatedPayments } from "@/lib/testing/simulated-payments";
import { keptFields, notAboutAccounts } from "@/lib/testing/kept-fields";

const mark = "zebrafinch";
let simulated: Awaited<ReturnType<typeof simulatedPayments>>;

beforeAll(async () => {
  await testDatabase();
  simulated = await simulatedPayments();
  await ensurePartitions();
});
afterAll(async () => {
  await simulated.stop();
  await closeDb();
});

type Column = { readonly table: string; readonly column: string; readonly type: string };

/** Every column that can hold text, also inside of JSON, bytes and lists. */
async function textColumns(): Promise<readonly Column[]> {
  const { rows } = await sqlPool().query<Column>(
    `select k.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
       from pg_class k join pg_namespace n on n.oid = k.relnamespace and n.nspname = 'public'
       join pg_attribute a on a.attrelid = k.oid and a.attnum > 0 and not a.attisdropped
      where k.relkind in ('r', 'p') and not k.relispartition and k.relname <> '_prisma_migrations'
        and format_type(a.atttypid, a.atttypmod) ~ '^(text|character|json|jsonb|bytea|citext|name)'
      order by 1, a.attnum`,
  );
  return rows;
}

/** The columns that contain a text, as "table.column". */
async function columnsWith(text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { table, column, type } of await textColumns()) {
    const condition =
      type === "bytea" ? `position($1::bytea in "${column}") > 0` : `position($1 in "${column}"::text) > 0`;
    const value = type === "bytea" ? Buffer.from(text) : text;
    const { rowCount } = await sqlPool().query(`select from "${table}" where ${condition} limit 1`, [value]);
    if (rowCount) found.push(`${table}.${column}`);
  }
  return found;
}

/** The scheduled jobs that remove something, as they run a day later. */
async function runJobs(): Promise<void> {
  const now = new Date(Date.now() + msPerDay + 3_600_000);
  const clock = () => now;
  await foldUsage();
  await eraseWorkspaces({}, clock);
  await eraseContent();
  await sealOlderEntries();
  await closeDeleted();
  await detachCards();
  await purgeExpired();
  await dropExpiredPartitions();
  await forgetEndUsers();
  await purgeAccounts(now);
  await purgeAlerts(now);
  await purgeArchives(now);
  await purgeMails(now);
  await purgeBilling(clock);
  await purgeRequests(clock);
  await tellDisclosures(clock);
}

it("no text of a deleted account is left anywhere but in declared fields of billing records", async () => {
  const me = await makePerson();
  const filled = await fillTables({ ...me, mark });
  const own = { name: mark, organization: mark, theme: mark, formatChoice: mark };
  await db().user.update({ where: { id: me.userId }, data: own, select: { id: true } });
  await sqlPool().query("update workspaces set name = $1 where id = $2", [mark, me.workspaceId]);
  // As an earlier version wrote it: texts that are not encrypted yet.
  await asOwner((client) => client.query("update audit_events set sealed = null"));
  await sqlPool().query("update outbox_mails set sent_at = null, failed_at = null");
  // One that is not confirmed is removed.
  await sqlPool().query("update data_requests set state = 'received', closed_at = null");
  // An open one expires with the account; what is kept are those that were paid.
  await sqlPool().query("update purchases set state = 'credited'");
  // The customer stays until unfinished invoices are withdrawn, which has a test of its own.
  await sqlPool().query("update auto_top_up_attempts set invoice_next_at = null");
  // One that is on asks for a code before the account is deleted.
  await sqlPool().query("update two_factor_secrets set confirmed_at = null");
  const columns = await textColumns();

  // The mark is wherever it can be: a table that nothing filled has to say why it is not about an account.
  const marked = new Set(await columnsWith(mark));
  const unmarked = columns.filter(({ table, column }) => !marked.has(`${table}.${column}`));
  const unexplained = unmarked.filter(({ table, column }) => {
    const isOwn = filled.includes(table) || table === "users" || table === "workspaces";
    return !isOwn && !(table in notAboutAccounts) && !(`${table}.${column}` in notAboutAccounts);
  });
  expect(unexplained).toEqual([]);
  expect(marked.size).toBeGreaterThan(90);

  const deletion = { userId: me.userId, confirmation: me.email, currentPassword };
  expect(await deleteAccount(deletion)).toMatchObject({ ok: true });
  await mailTo(me.email, "account_deleted");
  await sqlPool().query("update outbox_mails set sent_at = now() where kind = 'account_deleted'");
  await runJobs();
  await runJobs();

  const left = await columnsWith(mark);
  expect(left.filter((name) => !(name in keptFields))).toEqual([]);
  expect(await columnsWith(me.email)).toEqual([]);
  // A declared field that is no longer kept is not declared.
  expect(Object.keys(keptFields).filter((name) => !left.includes(name))).toEqual([]);
});

it("the search finds the mark in text, JSON and bytes", async () => {
  const word = `mark${uuidv7()}`;
  await sqlPool().query("insert into rate_limits (key, points) values ($1, 1)", [word]);
  await sqlPool().query("insert into signup_grants (address_hash) values ($1)", [Buffer.from(word)]);
  await sqlPool().query(
    `insert into price_lists (id, provider, endpoint, model, prices) values ($1, 'p', 'e', 'm', $2)`,
    ["0".repeat(64), JSON.stringify({ note: word })],
  );
  expect(await columnsWith(word)).toEqual([
    "price_lists.prices",
    "rate_limits.key",
    "signup_grants.address_hash",
  ]);
});
