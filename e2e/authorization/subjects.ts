import { randomBytes, randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import { uuidv7 } from "uuidv7";
import { createUser } from "@/lib/accounts/create-user";
import { issueToken } from "@/lib/accounts/internal/email-token";
import { chooseWorkspace } from "@/lib/accounts/sessions/choose-workspace";
import { findSession } from "@/lib/accounts/sessions/find-session";
import { formatGenerationId, parseGenerationId } from "@/lib/activity/rules/generation-id";
import { raiseAlert } from "@/lib/alerts/raise-alert";
import { storeParts } from "@/lib/archives/internal/store-parts";
import { startPurchase } from "@/lib/billing/start-purchase";
import { db, transaction } from "@/lib/db/client";
import type { Role } from "@/lib/kernel/actor";
import { msPerDay } from "@/lib/kernel/clock";
import { deleteKey } from "@/lib/keys/delete-key";
import { mintDisableToken } from "@/lib/keys/internal/disable-token";
import { updateKey } from "@/lib/keys/update-key";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import {
  type Account,
  makeAccount,
  makeKey,
  makeLabeledKey,
  makeSession,
  operatorAccount,
  password,
  uniqueEmail,
} from "../support/accounts";
import { complete } from "../support/calls";
import { makeDataRequest, makeRequestToken } from "../support/data-requests";
import { dollars } from "../support/pages";
import { sessionCookie } from "../support/product";
import { orderStripe } from "../support/sandbox";
import { postAction } from "../support/server-actions";
import type { callers, credentials } from "./table";

export type Caller = (typeof callers)[number];
export type Credential = (typeof credentials)[number];

/** The workspace of the table, with the users and keys that may access it. */
export type Subjects = {
  /** The cookie of a session created by signing in; null for an anonymous caller. */
  cookie(caller: Caller): string | null;
  /** The cookie of a separate session, for calls that may end it. */
  freshCookie(caller: Caller): Promise<string | null>;
  /** A new user in the same role, for calls that delete the account. */
  replacement(caller: Caller): Promise<{ email: string; cookie: string } | null>;
  /** The Authorization header; null for none. */
  authorization(credential: Credential): string | null;
  /** Replaces words in braces with ids; `absent` has ids that never existed. */
  fill(text: string, ownEmail?: string): Promise<Filled>;
  /** Changes whenever the workspace or its owner does. Content is stored after a completion's response. */
  state(of: "settings" | "settings and content"): Promise<string>;
};

export type Filled = {
  readonly real: string;
  readonly absent: string;
  /** True if the text names a record of the workspace by its id. */
  readonly namesThing: boolean;
};

export async function makeSubjects(): Promise<Subjects> {
  const owner = await makeAccount({ name: "owner", credits: "100" });
  const outsider = await makeAccount({ name: "outsider", credits: "100" });
  const { workspaceId } = owner.actor;
  const logging = await updatePrivacySettings(owner.actor, { logPrompts: true });
  if (!logging.ok) throw new Error(logging.code);

  const make: Readonly<Record<Exclude<Caller, "anonymous">, () => Promise<Account>>> = {
    unverified: () => makeUnverified(),
    member: () => join(workspaceId, "member"),
    admin: () => join(workspaceId, "admin"),
    owner: () => join(workspaceId, "owner"),
    outsider: () => makeAccount({ name: "outsider" }),
    operator: () => operatorAccount("spare-operator@example.test"),
  };
  const people = {
    unverified: await make.unverified(),
    member: await make.member(),
    admin: await make.admin(),
    owner,
    outsider,
    operator: await operatorAccount(),
  };
  const isWithin = (caller: Caller) => caller === "member" || caller === "admin" || caller === "owner";
  const opened = async (caller: Caller, account: Account) =>
    cookieOf(await openSession(account, isWithin(caller) ? workspaceId : null));

  const cookies = new Map<Caller, string>();
  for (const [caller, account] of Object.entries(people) as [Exclude<Caller, "anonymous">, Account][]) {
    cookies.set(caller, await signIn(account, isWithin(caller) ? workspaceId : null));
  }
  const things = await makeThings(owner, people.member);
  const secrets = await makeSecrets({ owner, member: people.member, outsider });

  return {
    cookie: (caller) => cookies.get(caller) ?? null,
    freshCookie: async (caller) => (caller === "anonymous" ? null : opened(caller, people[caller])),
    replacement: async (caller) => {
      if (caller === "anonymous") return null;
      const account = await make[caller]();
      return { email: account.email, cookie: await opened(caller, account) };
    },
    authorization: (credential) => (credential === "none" ? null : `Bearer ${secrets[credential]}`),
    fill: (text, ownEmail) =>
      fill(text, { ...things.makers, "own email": async () => ownEmail ?? uniqueEmail("none") }),
    state: (of) => stateOf({ workspaceId, userId: owner.actor.userId, withContent: of !== "settings" }),
  };
}

async function makeUnverified(): Promise<Account> {
  const email = uniqueEmail("unverified");
  const created = await createUser({ email, password, verified: false });
  if (!created.ok) throw new Error(created.code);
  return { email, password, actor: { ...created.value, role: "owner" } };
}

/** A user with their own workspace who has a role in another. */
async function join(workspaceId: string, role: Role): Promise<Account> {
  const account = await makeAccount({ name: role });
  const { userId } = account.actor;
  await db().member.create({ data: { workspaceId, userId, role } });
  return { ...account, actor: { userId, workspaceId, role } };
}

/** Signs in through the form, and opens the workspace through the switcher, like a user. */
async function signIn(account: Account, workspaceId: string | null): Promise<string> {
  const fields = [
    ["email", account.email],
    ["password", account.password],
  ] as const;
  const response = await postAction("/sign-in", "/sign-in#signInAction", fields, null);
  const cookie = [response.headers["set-cookie"] ?? []]
    .flat()
    .find((text) => text.startsWith(sessionCookie()));
  const [sent] = cookie?.split(";") ?? [];
  if (!sent) throw new Error(`Signing in responded with ${response.status} without a session`);
  if (workspaceId) {
    await postAction("/activity", "/#switchWorkspaceAction", [["workspaceId", workspaceId]], sent);
  }
  return sent;
}

async function openSession(account: Account, workspaceId: string | null): Promise<string> {
  const secret = await makeSession(account);
  const session = await findSession(secret);
  if (workspaceId && session) {
    const choice = { userId: account.actor.userId, sessionId: session.publicId, workspaceId };
    await chooseWorkspace(choice);
  }
  return secret;
}

function cookieOf(secret: string): string {
  return `${sessionCookie()}=${secret}`;
}

type Maker = () => Promise<string>;

/** A purchase that was paid and credited. */
async function payPurchase(owner: Account): Promise<string> {
  const purchase = await startPurchase(owner.actor, { creditsNanos: dollars("10") });
  if (!purchase.ok) throw new Error(purchase.code);
  const { purchaseId, url } = purchase.value;
  await orderStripe("complete", { session: url.split("/").at(-1), mode: "succeed" });
  const where = { id: purchaseId, workspaceId: owner.actor.workspaceId, state: "credited" } as const;
  await expect.poll(() => db().purchase.count({ where }), { timeout: 15_000 }).toBe(1);
  return purchaseId;
}

/** An archive whose file can be downloaded. */
async function makeArchive({ actor: { userId } }: Account): Promise<string> {
  const id = uuidv7();
  const [now, expiresAt] = [new Date(), new Date(Date.now() + msPerDay)];
  const facts = { state: "ready", finishedAt: now, expiresAt, sizeBytes: 0n, sha256: "" };
  await db().archive.create({ data: { id, userId, ...facts }, select: { id: true } });
  const file = (async function* () {
    yield Buffer.from("the file of an archive");
  })();
  const { sizeBytes, sha256 } = await storeParts(id, file);
  await db().archive.updateMany({ where: { id, userId }, data: { sizeBytes: BigInt(sizeBytes), sha256 } });
  return id;
}

/** An alert that owners and admins see. */
async function raiseNotice({ actor: { workspaceId } }: Account): Promise<string> {
  const fact = { kind: "payment_failed", creditsNanos: dollars("10") } as const;
  const subjectId = randomUUID();
  await transaction((tx) => raiseAlert(tx, { workspaceId, subjectId, period: "once", fact }));
  return (await db().alert.findFirstOrThrow({ where: { workspaceId, subjectId }, select: { id: true } })).id;
}

/** Creates the records for the words in braces. */
async function makeThings(owner: Account, member: Account) {
  const inference = await makeKey(owner, { name: "Kept" });
  const stored = await completeStored(inference.secret, owner.actor.workspaceId);
  const purchase = await startPurchase(owner.actor, { creditsNanos: dollars("10") });
  if (!purchase.ok) throw new Error(purchase.code);
  const paid = await payPurchase(owner);
  const archive = await makeArchive(owner);
  const request = await makeDataRequest();
  const linkFor = async (purpose: "verify" | "reset" | "secure") => {
    const { email, actor } = purpose === "verify" ? await makeUnverified() : await makeAccount();
    return transaction((tx) => issueToken(tx, { userId: actor.userId, purpose, email }));
  };
  const makers: Readonly<Record<string, Maker>> = {
    workspace: async () => owner.actor.workspaceId,
    key: async () => inference.id,
    "key hash": async () => inference.hash,
    "new key": async () => (await makeKey(owner)).id,
    "new key hash": async () => (await makeKey(owner)).hash,
    "member's key": async () => (await makeKey(member)).id,
    "labeled key": () => makeLabeledKey(owner),
    "member's labeled key": () => makeLabeledKey(member),
    "management key": async () => (await makeKey(owner, { kind: "management" })).id,
    "management key hash": async () => (await makeKey(owner, { kind: "management" })).hash,
    generation: async () => formatGenerationId(stored),
    "stored content": async () => stored,
    "new stored content": async () => {
      // An earlier call may have switched it off.
      await updatePrivacySettings(owner.actor, {
        logPrompts: true,
        ignoredProviders: [],
        zeroRetentionOnly: false,
      });
      return completeStored(inference.secret, owner.actor.workspaceId);
    },
    purchase: async () => purchase.value.purchaseId,
    "paid purchase": async () => paid,
    // A day of the past would be overdue sooner or later, and counted on the pages that other tests read.
    today: async () => new Date().toISOString().slice(0, 10),
    "this month": async () => new Date().toISOString().slice(0, 7),
    "early month": async () => {
      const { workspaceId: id } = owner.actor;
      await db().workspace.update({ where: { id }, data: { createdAt: new Date("2026-01-15T12:00:00Z") } });
      return "2026-01";
    },
    "owner's session": async () => (await findSession(await makeSession(owner)))?.publicId ?? "",
    archive: async () => archive,
    "failed archive": async () => {
      const data = { id: uuidv7(), userId: owner.actor.userId, state: "failed", finishedAt: new Date() };
      return (await db().archive.create({ data, select: { id: true } })).id;
    },
    "new notice": async () => raiseNotice(owner),
    "data request": async () => request,
    "new data request": makeDataRequest,
    "data request token": makeRequestToken,
    "some email": async () => (await makeAccount()).email,
    "new email": async () => uniqueEmail("new"),
    "new uuid": async () => randomUUID(),
    "verify token": () => linkFor("verify"),
    "reset token": () => linkFor("reset"),
    "secure token": () => linkFor("secure"),
    "disable token": async () => {
      // The link is the permission, so its key is in none of the callers' workspaces.
      const stranger = await makeAccount();
      const { id: keyId } = await makeKey(stranger);
      return mintDisableToken({ ...stranger.actor, keyId }, stranger.email);
    },
    password: async () => password,
    "new password": async () => "quiet lantern over copper hills",
  };
  return { inference, makers };
}

/** Makes a completion with stored content, which is written after the response. Resolves with the generation's id. */
async function completeStored(secret: string, workspaceId: string): Promise<string> {
  const { body } = await complete(secret);
  const generationId = parseGenerationId((body as { id: string }).id) ?? "";
  await expect
    .poll(() => db().promptLog.count({ where: { workspaceId, generationId } }), { intervals: [20, 50, 100] })
    .toBe(1);
  return generationId;
}

/** Replaces `{name}` with its record's id; in `absent`, with an id that was never used. */
async function fill(text: string, makers: Readonly<Record<string, Maker>>): Promise<Filled> {
  let [real, absent] = [text, text];
  for (const [braces, name] of text.matchAll(/\{([a-z' ]+)\}/g)) {
    const make = makers[name ?? ""];
    if (!make) throw new Error(`Nothing in subjects.ts makes ${braces}`);
    const value = await make();
    real = real.replace(braces, value);
    absent = absent.replace(braces, name?.startsWith("new uuid") ? value : absentFor(value));
  }
  return { real, absent, namesThing: real !== absent };
}

function absentFor(value: string): string {
  if (/^[0-9a-f-]{36}$/.test(value)) return uuidv7();
  if (/^[0-9a-f]{64}$/.test(value)) return randomBytes(32).toString("hex");
  return value.startsWith("gen-") ? formatGenerationId(uuidv7()) : value;
}

type KeyOwners = { readonly owner: Account; readonly member: Account; readonly outsider: Account };

async function makeSecrets({ owner, member, outsider }: KeyOwners): Promise<Record<Credential, string>> {
  const disabled = await makeKey(owner);
  await updateKey(owner.actor, { id: disabled.id }, { disabled: true });
  const deleted = await makeKey(owner);
  await deleteKey(owner.actor, { id: deleted.id });
  const demoted = await join(owner.actor.workspaceId, "admin");
  const demotedKey = await makeKey(demoted, { kind: "management" });
  await db().member.updateMany({
    where: { userId: demoted.actor.userId, role: "admin" },
    data: { role: "member" },
  });
  return {
    none: "",
    inference: (await makeKey(owner)).secret,
    management: (await makeKey(owner, { kind: "management" })).secret,
    disabled: disabled.secret,
    deleted: deleted.secret,
    member: (await makeKey(member)).secret,
    "outside inference": (await makeKey(outsider)).secret,
    "outside management": (await makeKey(outsider, { kind: "management" })).secret,
    demoted: demotedKey.secret,
  };
}

type StateOf = { readonly workspaceId: string; readonly userId: string; readonly withContent: boolean };

/** Everything that a caller could change in a workspace and its owner, except rows of requests. */
async function stateOf({ workspaceId, userId, withContent }: StateOf): Promise<string> {
  const where = { workspaceId };
  const state = await Promise.all([
    db().workspace.findUnique({ where: { id: workspaceId } }),
    db().member.findMany({ where, orderBy: { userId: "asc" } }),
    db().apiKey.findMany({ where, orderBy: { id: "asc" } }),
    db().keySecret.findMany({ where: { key: where }, omit: { lastUsedAt: true }, orderBy: { hash: "asc" } }),
    db().privacySettings.findMany({ where }),
    withContent ? db().promptLog.findMany({ where, select: { generationId: true } }) : null,
    db().purchase.findMany({ where, select: { id: true, state: true }, orderBy: { id: "asc" } }),
    db().autoTopUp.findMany({ where }),
    // Their states change by themselves.
    db().archive.findMany({ where: { userId }, select: { id: true }, orderBy: { id: "asc" } }),
    db().savedCard.findMany({ where, orderBy: { paymentMethodId: "asc" } }),
    db().cardConsent.findMany({ where, orderBy: { id: "asc" } }),
    db().billingProfile.findMany({ where }),
    db().user.findUnique({ where: { id: userId } }),
    db().session.findMany({ where: { userId }, select: { publicId: true }, orderBy: { publicId: "asc" } }),
  ]);
  return JSON.stringify(state, (_name, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
}
