import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { uuidv7 } from "uuidv7";
import { listNotices } from "@/lib/alerts/notices";
import { alertFactSchema } from "@/lib/alerts/rules/alert-fact";
import { alertText } from "@/lib/alerts/rules/alert-text";
import { db, sqlPool, transaction } from "@/lib/db/client";
import { assert } from "@/lib/kernel/assert";
import { msPerHour } from "@/lib/kernel/clock";
import { postTransfer } from "@/lib/ledger/post-transfer";
import { createWorkspace, type MadeWorkspace } from "./factories";
import { createSpendingKey } from "./generations";

export const dollars = (amount: number) => BigInt(Math.round(amount * 1_000_000_000));
/** Moves the wallet to a balance, as purchases and usage do. */
export async function moveTo({ workspaceId }: MadeWorkspace, balance: number): Promise<void> {
  const { creditedNanos, debitedNanos } = await db().wallet.findUniqueOrThrow({ where: { workspaceId } });
  const delta = dollars(balance) - (creditedNanos - debitedNanos);
  if (delta === 0n) return;
  const isIn = delta > 0n;
  const moved = await transaction((tx) =>
    postTransfer(tx, {
      workspaceId,
      from: isIn ? "stripe_clearing" : "wallet",
      to: isIn ? "wallet" : "usage_revenue",
      amountNanos: isIn ? delta : -delta,
      code: isIn ? "purchase" : "usage",
      idempotencyKey: uuidv7(),
      purchased: isIn,
    }),
  );
  assert(moved.ok, "the transfer is new");
}

export async function buyer(balance: number, options: Parameters<typeof createWorkspace>[0] = {}) {
  const made = await createWorkspace(options);
  await moveTo(made, balance);
  return made;
}

export const titlesOf = async ({ actor }: MadeWorkspace) =>
  (await listNotices(actor)).notices.map((notice) => alertText(notice).title);
export const subjectsTo = async (recipient: string) =>
  (await db().outboxMail.findMany({ where: { recipient }, orderBy: { id: "asc" } })).map(
    (mail) => mail.subject,
  );

/** The alerts of a workspace, oldest first. */
export const alertsOf = async ({ workspaceId }: MadeWorkspace) =>
  (await db().alert.findMany({ where: { workspaceId }, orderBy: { id: "asc" } })).map((alert) => ({
    subjectId: alert.subjectId,
    fact: alertFactSchema.parse(alert.fact),
  }));

/** A person with an account of their own who is in this workspace, too, and acts in it. */
export async function joinAs(
  role: "admin" | "member",
  { workspaceId }: MadeWorkspace,
): Promise<MadeWorkspace> {
  const person = await createWorkspace();
  await db().member.create({ data: { workspaceId, userId: person.userId, role } });
  return { ...person, actor: { userId: person.userId, workspaceId, role } };
}

/** The quarter-hour that runs at a moment. */
export const quarterOf = (at: Date) => new Date(Math.floor(at.getTime() / (msPerHour / 4)) * (msPerHour / 4));

/** A workspace whose owner has been there since before the times of the tests. */
export async function createOldWorkspace(
  options: Parameters<typeof createWorkspace>[0] = {},
): Promise<MadeWorkspace> {
  const made = await createWorkspace(options);
  await db().member.updateMany({
    where: { workspaceId: made.workspaceId },
    data: { createdAt: new Date("2026-01-01T00:00:00Z") },
  });
  return made;
}

/** A roll-up that begins at `start`, with a cost in dollars. */
export async function addUsage({ workspaceId }: MadeWorkspace, start: string, cost: number): Promise<void> {
  await db().usageDay.create({
    data: {
      workspaceId,
      spanStart: new Date(start),
      model: uuidv7(),
      provider: "sandbox-one",
      keyId: uuidv7(),
      ...{
        requests: 1n,
        errors: 0n,
        promptTokens: 1n,
        completionTokens: 1n,
        reasoningTokens: 0n,
        cachedTokens: 0n,
      },
      costNanos: dollars(cost),
    },
  });
}

/** A key with a monthly limit and usage in the running window, in dollars. */
export async function limitedKey(
  { workspaceId }: MadeWorkspace,
  limit: number,
  used: number,
): Promise<string> {
  const id = await createSpendingKey(workspaceId, { limitNanos: dollars(limit), limitReset: "monthly" });
  await useKey(id, used);
  return id;
}

export async function useKey(id: string, used: number): Promise<void> {
  await sqlPool().query(
    `update meters set month_start = date_trunc('month', now() at time zone 'UTC')::date, month_nanos = $2,
            used_nanos = $2, last_used_at = now() where subject_id = $1`,
    [id, dollars(used)],
  );
}

/** Spend of a key in the quarter-hour that begins at `start`, in dollars. */
export async function addQuarterHour(
  { workspaceId }: Pick<MadeWorkspace, "workspaceId">,
  { keyId, start, cost }: { readonly keyId: string; readonly start: Date; readonly cost: number },
): Promise<void> {
  const none = { errors: 0n, promptTokens: 1n, completionTokens: 1n, reasoningTokens: 0n, cachedTokens: 0n };
  await db().usageQuarterHour.create({
    data: {
      ...{ workspaceId, dimension: "key", value: keyId, quarterHour: start, requests: 1n },
      ...none,
      costNanos: dollars(cost),
    },
  });
}

type AddedRejections = {
  readonly keyId: string;
  readonly start: Date;
  readonly requests: number;
  readonly oldSecretRequests?: number;
};

/** Rejected requests of a key in a quarter-hour. */
export async function addRejections(
  { workspaceId }: MadeWorkspace,
  { keyId, start, requests, oldSecretRequests = 0 }: AddedRejections,
): Promise<void> {
  const counts = { requests: BigInt(requests), oldSecretRequests: BigInt(oldSecretRequests) };
  const data = { keyId, workspaceId, quarterHour: start, ...counts };
  await db().keyRejection.create({ data });
}

/**
 * `lib/testing/alert-watcher.ts` in a separate process, connected and waiting; with a time, it watches the usage of that
 * time. `run` returns how many alerts it fired.
 */
export async function watcherElsewhere(runs: number, time?: Date): Promise<{ run: () => Promise<number> }> {
  const program = ["lib/testing/alert-watcher.ts", `${runs}`, ...(time ? [time.toISOString()] : [])];
  const flags = ["--conditions=react-server", "--import", "tsx", ...program];
  const env = { ...process.env, NODE_OPTIONS: "" };
  const child = spawn(process.execPath, flags, { env, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  assert((await lines.next()).value === "ready", "the watcher is ready");
  const run = async () => {
    child.stdin.end();
    return Number((await lines.next()).value);
  };
  return { run };
}
