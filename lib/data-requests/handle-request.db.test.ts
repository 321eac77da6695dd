import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { deleteAccount } from "@/lib/accounts/delete-account";
import { currentPassword, makePerson } from "@/lib/testing/archives";
import { confirmedRequest, someRequest } from "@/lib/testing/data-requests";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { countTrouble } from "@/lib/operator/count-trouble";
import { getHealth } from "@/lib/operator/get-health";
import { enterRequest } from "./enter-request";
import { findRequest } from "./find-request";
import { getRequest } from "./get-request";
import { handleRequest } from "./handle-request";
import { listRequests } from "./list-requests";
import { remindOperators } from "./remind-operators";
import type { RequestChange } from "./rules/change-request";
import { sendRequest } from "./send-request";

let operator: MadeWorkspace;
let second: MadeWorkspace;

beforeAll(async () => {
  await testDatabase();
  operator = await createWorkspace();
  second = await createWorkspace();
});
afterAll(closeDb);

const mailsTo = (recipient: string) =>
  db().outboxMail.findMany({
    where: { recipient },
    orderBy: { id: "asc" },
    select: { subject: true, text: true },
  });

it("a request goes from received to answered, and each step is mailed and logged", async () => {
  const start = new Date("2026-11-23T09:00:00Z");
  const later = (hours: number) => () => new Date(start.getTime() + hours * 3_600_000);
  const { id, email, token } = await confirmedRequest({}, () => start);
  const act = (change: RequestChange, hours: number) =>
    handleRequest(operator.actor, id, change, later(hours));
  expect(await act({ kind: "acknowledge" }, 1)).toMatchObject({ ok: true });
  expect(await act({ kind: "acknowledge" }, 2)).toMatchObject({ ok: false, code: "done" });
  expect(await act({ kind: "note", text: "Asked legal.\nThey agree." }, 2)).toMatchObject({ ok: true });
  expect(await act({ kind: "start" }, 3)).toMatchObject({ ok: true });
  expect(await act({ kind: "extend", reason: "Many systems." }, 4)).toMatchObject({ ok: true });
  expect(await act({ kind: "extend", reason: "Again." }, 5)).toMatchObject({ ok: false, code: "done" });
  const open = await db().dataRequest.findUniqueOrThrow({ where: { id } });
  expect(open.latestBy).toEqual(new Date("2027-02-21T23:59:59.999Z"));
  expect(open.nextDueAt).toEqual(open.latestBy);
  expect(await act({ kind: "answer", text: "Here it is.\n<b>Bold</b>" }, 6)).toMatchObject({ ok: true });
  for (const change of [
    { kind: "answer", text: "Once more." },
    { kind: "refuse", reason: "No." },
    { kind: "start" },
    { kind: "extend", reason: "More." },
    { kind: "check", subject: "agent" },
  ] as const)
    expect(await act(change, 7), change.kind).toMatchObject({ ok: false, code: "closed" });
  expect(await act({ kind: "note", text: "Thanked us." }, 8)).toMatchObject({ ok: true });

  const detail = await getRequest(id);
  expect(detail?.steps.map(({ kind }) => kind)).toEqual([
    ...[
      "received",
      "confirmed",
      "checked",
      "acknowledged",
      "noted",
      "started",
      "extended",
      "answered",
      "noted",
    ],
  ]);
  expect(detail?.steps.at(-1)).toMatchObject({ actorEmail: operator.email, at: later(8)() });
  expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual([
    "Confirm your privacy request",
    "We received your privacy request",
    "Your privacy request was acknowledged",
    "Your privacy request is in progress",
    "We need more time for your privacy request",
    "Your privacy request was answered",
  ]);
  const last = (await mailsTo(email)).at(-1)?.text ?? "";
  expect(last).toContain("Here it is.\n\n<b>Bold</b>\n");
  expect(last).toContain("supervisory authority");
  // The operator's notes are not for the requester's page.
  const page = await findRequest(token);
  expect(page).toMatchObject({ state: "answered", answer: "Here it is.\n<b>Bold</b>" });
  expect(JSON.stringify(page)).not.toContain("legal");
});

it("of operators who answer at once, one does, and one mail is sent", async () => {
  const { id, email } = await confirmedRequest();
  const outcomes = await Promise.all(
    [operator, second, operator, second].map(({ actor }, index) =>
      handleRequest(
        actor,
        id,
        index % 2 ? { kind: "refuse", reason: "No." } : { kind: "answer", text: "Yes." },
      ),
    ),
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.code]))).toEqual([
    "closed",
    "closed",
    "closed",
  ]);
  const closing = (await getRequest(id))?.steps.filter(
    ({ kind }) => kind === "answered" || kind === "refused",
  );
  expect(closing).toHaveLength(1);
  expect((await mailsTo(email)).filter(({ subject }) => /answered|rejected/.test(subject))).toHaveLength(1);
});

it("an answer needs proof of the address, and of the agent's permission", async () => {
  const input = {
    ...someRequest({ agent: { name: "Grace", email: "grace@agents.test" } }),
    receivedOn: new Date(),
  };
  const entered = await enterRequest(operator.actor, input);
  if (!entered.ok) throw new Error("not entered");
  const { id } = entered.value;
  const act = (change: RequestChange) => handleRequest(operator.actor, id, change);
  expect(await act({ kind: "answer", text: "Yes." })).toMatchObject({ code: "identity" });
  expect(await act({ kind: "check", subject: "address" })).toMatchObject({ ok: true });
  expect(await act({ kind: "check", subject: "address" })).toMatchObject({ code: "done" });
  expect(await act({ kind: "answer", text: "Yes." })).toMatchObject({ code: "identity" });
  expect(await act({ kind: "check", subject: "agent" })).toMatchObject({ ok: true });
  expect(await act({ kind: "uncheck", subject: "address" })).toMatchObject({ ok: true });
  expect(await act({ kind: "answer", text: "Yes." })).toMatchObject({ code: "identity" });
  await act({ kind: "check", subject: "address" });
  expect((await getRequest(id))?.checks.get("agent")).toMatchObject({ actorEmail: operator.email });
  expect(await act({ kind: "answer", text: "Yes." })).toMatchObject({ ok: true });
  const alone = await confirmedRequest();
  expect(await handleRequest(operator.actor, alone.id, { kind: "check", subject: "agent" })).toMatchObject({
    code: "agent_missing",
  });
});

it("the period is extended only before its end, and unconfirmed requests are not in the queue", async () => {
  const { id } = await confirmedRequest({ law: "ccpa" }, () => new Date("2026-10-01T09:00:00Z"));
  const extend = (at: string) =>
    handleRequest(operator.actor, id, { kind: "extend", reason: "Late." }, () => new Date(at));
  expect(await extend("2026-11-16T00:00:00.000Z")).toMatchObject({ code: "too_late" });
  expect(await extend("2026-11-15T23:59:59.999Z")).toMatchObject({ ok: true });
  const optOut = await confirmedRequest({ law: "ccpa", kind: "opt_out" });
  const longer = { kind: "extend", reason: "Late." } as const;
  expect(await handleRequest(operator.actor, optOut.id, longer)).toMatchObject({ code: "no_extension" });
  const input = someRequest();
  await sendRequest(input, null);
  const row = await db().dataRequest.findFirstOrThrow({ where: { email: input.email } });
  expect(await getRequest(row.id)).toBeNull();
  expect(await handleRequest(operator.actor, row.id, { kind: "acknowledge" })).toMatchObject({
    code: "not_found",
  });
});

it("the queue is sorted by the next deadline, paged, and counts what is late", async () => {
  await db().dataRequest.deleteMany();
  const trouble = await countTrouble();
  const sentAt = ["2026-03-04", "2026-03-02", "2026-03-03"].map((day) => new Date(`${day}T09:00:00Z`));
  const made = [];
  for (const at of sentAt) made.push(await confirmedRequest({}, () => at));
  const fresh = await confirmedRequest();
  const first = await listRequests({ limit: 2 });
  expect(first.rows.map(({ id }) => id)).toEqual([made[1]?.id, made[2]?.id]);
  const rest = await listRequests({ limit: 2, cursor: first.nextCursor ?? "" });
  expect(rest.rows.map(({ id }) => id)).toEqual([made[0]?.id, fresh.id]);
  expect(rest.nextCursor).toBeNull();
  expect(await getHealth()).toMatchObject({ openRequests: 4, lateRequests: 3 });
  expect(await countTrouble()).toBe(trouble + 1);
  for (const { id } of made) await handleRequest(operator.actor, id, { kind: "refuse", reason: "Done." });
  expect(await countTrouble()).toBe(trouble);
  const closed = await listRequests({ filter: "closed", limit: 2 });
  expect(closed.rows.map(({ id }) => id)).toEqual([made[2]?.id, made[1]?.id]);
  expect(
    (await listRequests({ filter: "closed", limit: 2, cursor: closed.nextCursor ?? "" })).rows,
  ).toHaveLength(1);
});

it("operators get one mail a day while a request needs them", async () => {
  await db().dataRequest.deleteMany();
  const [recipient] = ["operator@example.test"];
  process.env["OPERATOR_EMAILS"] = recipient;
  const at = (text: string) => () => new Date(text);
  expect(await remindOperators(at("2026-11-23T08:00:00Z"))).toBe(false);
  const { id } = await confirmedRequest({}, at("2026-11-23T09:00:00Z"));
  const told = await Promise.all([1, 2, 3].map(() => remindOperators(at("2026-11-23T10:00:00Z"))));
  expect(told.filter(Boolean)).toHaveLength(1);
  expect(await remindOperators(at("2026-11-23T23:59:59.999Z"))).toBe(false);
  expect(await remindOperators(at("2026-11-24T00:00:00.000Z"))).toBe(true);
  await handleRequest(operator.actor, id, { kind: "acknowledge" }, at("2026-11-24T09:00:00Z"));
  expect(await remindOperators(at("2026-11-25T09:00:00Z"))).toBe(false);
  // A day before the answer is due, and after it.
  expect(await remindOperators(at("2026-12-06T23:59:59.998Z"))).toBe(false);
  expect(await remindOperators(at("2026-12-06T23:59:59.999Z"))).toBe(true);
  expect(await remindOperators(at("2026-12-08T09:00:00Z"))).toBe(true);
});

it("a deleted account leaves times and kinds, closes what is open, and its link shows them", async () => {
  const person = await makePerson();
  const answered = await confirmedRequest({
    email: person.email,
    agent: { name: "Grace", email: "g@agents.test" },
  });
  await handleRequest(operator.actor, answered.id, { kind: "check", subject: "agent" });
  await handleRequest(operator.actor, answered.id, { kind: "note", text: "Ada called." });
  await handleRequest(operator.actor, answered.id, { kind: "answer", text: "Dear Ada." });
  const open = await confirmedRequest({ email: person.email, kind: "deletion" });
  await sendRequest(someRequest({ email: person.email }), null);
  const agents = await confirmedRequest({ agent: { name: "Ada", email: person.email } });
  const deleted = await deleteAccount({ userId: person.userId, confirmation: person.email, currentPassword });
  expect(deleted).toMatchObject({ ok: true });
  const rows = await db().dataRequest.findMany({ where: { userId: person.userId }, orderBy: { id: "asc" } });
  const wordless = { email: null, details: null, agentName: null, agentEmail: null, answer: null };
  expect(rows).toMatchObject([
    { id: answered.id, state: "answered", ...wordless },
    { id: open.id, state: "account_deleted", nextDueAt: null, ...wordless },
  ]);
  expect(await db().dataRequest.count({ where: { email: person.email } })).toBe(0);
  expect((await getRequest(answered.id))?.steps.map(({ note }) => note)).not.toContain("Ada called.");
  expect((await getRequest(open.id))?.steps.at(-1)).toMatchObject({ kind: "closed", actorUserId: null });
  expect(await findRequest(answered.token)).toMatchObject({ state: "answered", answer: null });
  expect(await getRequest(agents.id)).toMatchObject({ agentName: null, agentEmail: null, hasAgent: true });
  expect(await handleRequest(operator.actor, open.id, { kind: "answer", text: "Yes." })).toMatchObject({
    code: "closed",
  });
});

it("an account that is deleted while an operator answers is not written to afterwards", async () => {
  for (let round = 0; round < 5; round += 1) {
    const person = await makePerson();
    const { id } = await confirmedRequest({ email: person.email });
    await Promise.all([
      handleRequest(operator.actor, id, { kind: "answer", text: "Dear Ada." }),
      deleteAccount({ userId: person.userId, confirmation: person.email, currentPassword }),
    ]);
    const row = await db().dataRequest.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ email: null, answer: null, nextDueAt: null });
    expect(["answered", "account_deleted"]).toContain(row.state);
    const mails = await mailsTo(person.email);
    expect(mails.map(({ subject }) => subject)).toEqual(["Your Counterfoil account was deleted"]);
  }
});
