import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { confirmedRequest, someRequest } from "@/lib/testing/data-requests";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { mailedToken, mailTo } from "@/lib/testing/mails";
import { confirmRequest } from "./confirm-request";
import { enterRequest } from "./enter-request";
import { findRequest } from "./find-request";
import { listOwnRequests } from "./list-own-requests";
import { purgeRequests } from "./purge-requests";
import { sendRequest } from "./send-request";

beforeAll(async () => {
  await testDatabase();
});
afterAll(closeDb);

const rowOf = (email: string) => db().dataRequest.findFirstOrThrow({ where: { email } });
const mailsTo = (recipient: string) =>
  db().outboxMail.findMany({
    where: { recipient },
    orderBy: { id: "asc" },
    select: { kind: true, subject: true, text: true },
  });
const stepsOf = async (dataRequestId: string) =>
  (await db().dataRequestStep.findMany({ where: { dataRequestId }, orderBy: { id: "asc" } })).map(
    ({ kind, subject }) => (subject ? `${kind} ${subject}` : kind),
  );

it("the answer and the mail are the same with and without an account", async () => {
  const person = await createWorkspace();
  const [known, unknown] = [someRequest({ email: person.email }), someRequest()];
  const sent = await Promise.all([sendRequest(known, null), sendRequest(unknown, null)]);
  expect(sent.map((outcome) => outcome.ok && outcome.value.isConfirmed)).toEqual([false, false]);
  const [mailKnown, mailUnknown] = await Promise.all(
    [known, unknown].map(async ({ email }) => (await mailTo(email, "data_request_confirm")).text),
  );
  const withoutToken = (text = "") => text.replace(/token=[\w-]{43}/, "token");
  expect(withoutToken(mailKnown)).toBe(withoutToken(mailUnknown));
  // Nothing that was typed into the form: anyone can send this mail to anyone.
  expect(mailKnown).not.toContain("May");
  // Nothing ties it to the account before its owner has confirmed it.
  expect(await rowOf(person.email)).toMatchObject({ userId: null, state: "unconfirmed", nextDueAt: null });
  expect(await listOwnRequests(person.actor)).toEqual([]);
});

it("a request is confirmed once, however often and at how many places the link is used", async () => {
  const person = await createWorkspace();
  const input = someRequest({ email: person.email });
  await sendRequest(input, null);
  const token = await mailedToken(person.email, "data_request_confirm");
  expect(await findRequest(token)).toMatchObject({ state: "unconfirmed", isAgentsLink: false });
  const confirmed = await Promise.all(Array.from({ length: 5 }, () => confirmRequest(token)));
  expect(confirmed.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
  const row = await rowOf(person.email);
  expect(row).toMatchObject({ state: "received", userId: person.userId });
  expect(await stepsOf(row.id)).toEqual(["received", "confirmed", "checked address", "checked account"]);
  expect((await mailsTo(person.email)).map(({ kind }) => kind)).toEqual([
    "data_request_confirm",
    "data_request_step",
  ]);
  // The other tenant sees none of it.
  const other = await createWorkspace();
  expect(await listOwnRequests(other.actor)).toEqual([]);
  expect(await listOwnRequests(person.actor)).toMatchObject([{ id: row.id, state: "received" }]);
});

it("a link works until the seventh day is over, and then the request is removed", async () => {
  const sentAt = new Date("2026-11-20T22:00:00.000Z");
  const [early, late] = [someRequest(), someRequest()];
  for (const input of [early, late]) await sendRequest(input, null, () => sentAt);
  const at = (ms: number) => () => new Date(sentAt.getTime() + 7 * msPerDay + ms);
  const [first, second] = await Promise.all(
    [early, late].map(({ email }) => mailedToken(email, "data_request_confirm")),
  );
  expect(await purgeRequests(at(0))).toMatchObject({ unconfirmed: 0 });
  expect(await confirmRequest(first ?? "", at(0))).toMatchObject({ ok: true });
  expect(await confirmRequest(second ?? "", at(1))).toMatchObject({ ok: false, code: "unknown_link" });
  expect(await purgeRequests(at(1))).toMatchObject({ unconfirmed: 1 });
  expect(await findRequest(second ?? "")).toBeNull();
  // The legal period has been running since the request was sent.
  expect(await rowOf(early.email)).toMatchObject({
    latestBy: new Date("2026-12-20T23:59:59.999Z"),
    acknowledgeBy: new Date("2026-12-01T23:59:59.999Z"),
    nextDueAt: new Date("2026-12-01T23:59:59.999Z"),
  });
});

it("unconfirmed requests of other people keep out no signed-in owner", async () => {
  const { email } = await createWorkspace();
  for (let sent = 0; sent < 10; sent += 1) await sendRequest(someRequest({ email }), null);
  expect(await sendRequest(someRequest({ email }), null)).toMatchObject({ code: "too_many" });
  expect(await sendRequest(someRequest({ email }), email)).toMatchObject({ value: { isConfirmed: true } });
});

it("a session confirms a request of its own address only", async () => {
  const person = await createWorkspace();
  expect(await sendRequest(someRequest({ email: person.email }), person.email)).toMatchObject({
    value: { isConfirmed: true },
  });
  expect(await rowOf(person.email)).toMatchObject({
    channel: "session",
    state: "received",
    userId: person.userId,
  });
  const other = someRequest();
  expect(await sendRequest(other, person.email)).toMatchObject({ value: { isConfirmed: false } });
  expect(await rowOf(other.email)).toMatchObject({ channel: "form", state: "unconfirmed", userId: null });
});

it("an agent's link follows the request and cannot confirm it", async () => {
  const agent = { name: "Grace Agent", email: "grace@agents.example.test" };
  const input = someRequest({ agent });
  await sendRequest(input, null);
  expect(await mailsTo(agent.email)).toEqual([]);
  const token = await mailedToken(input.email, "data_request_confirm");
  await confirmRequest(token);
  const agentToken = await mailedToken(agent.email, "data_request_step");
  expect(agentToken).not.toBe(token);
  expect(await findRequest(agentToken)).toMatchObject({
    state: "received",
    isAgentsLink: true,
    agentEmail: null,
  });
  expect(await findRequest(token)).toMatchObject({ isAgentsLink: false, agentEmail: agent.email });
  // As if it had arrived before the person confirmed.
  await asOwner((client) =>
    client.query("update data_requests set state = 'unconfirmed', next_due_at = null where email = $1", [
      input.email,
    ]),
  );
  expect(await confirmRequest(agentToken)).toMatchObject({ ok: false, code: "unknown_link" });
});

it("an address cannot fill the table", async () => {
  const input = someRequest();
  const sent = await Promise.all(Array.from({ length: 14 }, () => sendRequest(input, null)));
  expect(sent.filter(({ ok }) => ok)).toHaveLength(10);
  expect(await db().dataRequest.count({ where: { email: input.email } })).toBe(10);
});

it("a request that an operator enters counts from its day of receipt", async () => {
  const operator = await createWorkspace();
  const { agent, ...input } = someRequest({ law: "ccpa", kind: "deletion" });
  const receivedOn = new Date("2026-11-27T12:00:00Z");
  const clock = () => new Date("2026-11-30T09:00:00Z");
  const entered = await enterRequest(operator.actor, { ...input, agent, receivedOn }, clock);
  expect(entered.ok).toBe(true);
  const row = await rowOf(input.email);
  expect(row).toMatchObject({
    channel: "mail",
    state: "received",
    acknowledgeBy: new Date("2026-12-01T23:59:59.999Z"),
    answerBy: new Date("2026-12-11T23:59:59.999Z"),
    latestBy: new Date("2027-01-11T23:59:59.999Z"),
  });
  // Its identity is for the operator to check.
  expect(await stepsOf(row.id)).toEqual(["received"]);
  expect((await mailTo(input.email, "data_request_step")).subject).toBe("We received your privacy request");
});

it("closed requests are removed with their log after 24 months, to the day", async () => {
  const { id } = await confirmedRequest();
  const closedAt = new Date("2026-02-28T12:00:00Z");
  await sqlPool().query(
    "update data_requests set state = 'answered', closed_at = $1, next_due_at = null where id = $2",
    [closedAt, id],
  );
  const exists = async () => (await db().dataRequest.count({ where: { id } })) === 1;
  await purgeRequests(() => new Date("2028-02-28T12:00:00.000Z"));
  expect(await exists()).toBe(true);
  expect(await purgeRequests(() => new Date("2028-02-28T12:00:00.001Z"))).toMatchObject({ closed: 1 });
  expect(await exists()).toBe(false);
  expect(await stepsOf(id)).toEqual([]);
});

it("the log is append-only, except that notes can be erased", async () => {
  const { id } = await confirmedRequest();
  const sql = (text: string) => sqlPool().query(text, [id]);
  await expect(
    sql("update data_request_steps set kind = 'refused' where data_request_id = $1"),
  ).rejects.toThrow(/never changed/);
  await expect(sql("update data_request_steps set note = 'x' where data_request_id = $1")).rejects.toThrow(
    /never changed/,
  );
  await expect(sql("delete from data_request_steps where data_request_id = $1")).rejects.toThrow(
    /never changed/,
  );
  await sql("update data_request_steps set note = null where data_request_id = $1");
});
