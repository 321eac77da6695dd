import { expect, test } from "vitest";
import { bareText } from "@/lib/kernel/bare-text";
import {
  answerSchema,
  checkSchema,
  enteredRequestSchema,
  noteSchema,
  reasonSchema,
  requestSchema,
} from "./request-input";

const form = {
  kind: "copy",
  law: "ccpa",
  email: " Ada@Example.test ",
  details: "One.\r\nTwo.",
  agentName: "",
  agentEmail: "",
};
const requestId = "019abf2e-7c51-7d3a-9b1e-5f0c2a7d8e11";

test("a form becomes a request, with an agent only when the box is checked", () => {
  const request = { kind: "copy", law: "ccpa", email: "ada@example.test", details: "One.\nTwo." };
  expect(requestSchema.parse(form)).toEqual({ ...request, agent: null });
  const agent = { agentName: "Grace", agentEmail: "Grace@Agents.test" };
  expect(requestSchema.parse({ ...form, ...agent })).toEqual({ ...request, agent: null });
  expect(requestSchema.parse({ ...form, ...agent, byAgent: "on" }).agent).toEqual({
    name: "Grace",
    email: "grace@agents.test",
  });
  expect(requestSchema.parse({ kind: "other", law: "other", email: "ada@example.test" }).details).toBe("");
});

test("an agent needs a name and an address, and both are asked for at once", () => {
  const parsed = requestSchema.safeParse({ ...form, byAgent: "on", agentEmail: "none" });
  expect(parsed.error?.issues.map(({ path }) => path.join("."))).toEqual(["agentName", "agentEmail"]);
});

const hostile = ["a\u0000b", "a\ud800b", "a\u202eb", "x".repeat(10_000)];

test.each(hostile)("no field takes hostile text: %j", (text) => {
  const agent = { byAgent: "on", agentName: "Grace", agentEmail: "grace@agents.test" };
  for (const name of ["kind", "law", "email", "details", "agentName", "agentEmail"]) {
    const parsed = requestSchema.safeParse({ ...form, ...agent, [name]: text });
    expect(
      parsed.error?.issues.map(({ path }) => path[0]),
      name,
    ).toContain(name);
  }
  expect(noteSchema.safeParse({ requestId, note: text }).success).toBe(false);
  expect(answerSchema.safeParse({ requestId, answer: text }).success).toBe(false);
  expect(reasonSchema.safeParse({ requestId, reason: text }).success).toBe(false);
});

test("no schema accepts arbitrary text", () => {
  for (const schema of [
    requestSchema,
    enteredRequestSchema,
    noteSchema,
    answerSchema,
    reasonSchema,
    checkSchema,
  ])
    expect(bareText(schema)).toEqual([]);
});

test("markup and other scripts stay as they are", () => {
  const details = `<script>alert(1)</script> שלום`;
  expect(requestSchema.parse({ ...form, details }).details).toBe(details);
});

test("a note, an answer and a reason are needed", () => {
  expect(noteSchema.safeParse({ requestId, note: " \n " }).success).toBe(false);
  expect(answerSchema.safeParse({ requestId, answer: "" }).success).toBe(false);
  expect(reasonSchema.safeParse({ requestId, reason: "\t" }).success).toBe(false);
});

test("the day of receipt is a day in the past", () => {
  const dayOf = (receivedOn: string) => enteredRequestSchema.safeParse({ ...form, receivedOn });
  expect(dayOf("2026-11-02").data?.receivedOn).toEqual(new Date("2026-11-02T12:00:00Z"));
  for (const day of ["", "2026-02-30", "2999-01-01", "1970-01-01", "yesterday"])
    expect(dayOf(day).success, day).toBe(false);
});
