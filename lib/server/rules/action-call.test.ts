import { expect, test } from "vitest";
import { type ActionCall, judgeAction, writeForm } from "./action-call";

const known = "7f".padEnd(42, "0");
const isKnown = (id: string) => id === known;
const judge = async (call: ActionCall) => {
  const judged = await judgeAction(call, isKnown);
  return judged.ok ? null : judged.rejection.status;
};

async function multipart(
  fields: readonly (readonly [string, string])[],
  actionId: string | null,
): Promise<ActionCall> {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const sent = new Response(form);
  const contentType = sent.headers.get("content-type") ?? "";
  return { actionId, contentType, body: new Uint8Array(await sent.arrayBuffer()) };
}

const call = async (root: string, fields: readonly (readonly [string, string])[] = [], id = known) =>
  judge(await multipart([...fields, ["0", root]], id));

const plainForm = async (fields: readonly (readonly [string, string])[]) =>
  judge(await multipart(fields, null));

const reference = ["$ACTION_REF_1", ""] as const;
const named = ["$ACTION_1:0", JSON.stringify({ id: known, bound: "$@1" })] as const;
const bound = ["$ACTION_1:1", '[{"status":"idle"}]'] as const;

test("our own forms pass, with and without JavaScript", async () => {
  const email = ["_1_email", "ada@example.com"] as const;
  expect(await call('[{"status":"idle"},"$K1"]', [email])).toBeNull();
  expect(await call('[{"status":"idle"},"$K1"]')).toBeNull();
  const state = {
    status: "error",
    values: { amount: "$$5" },
    requestId: "$undefined",
    data: ["$n12", "$D2026-01-01T00:00:00.000Z", null, 1, true],
  };
  expect(await call(JSON.stringify([state, "$K1"]), [email])).toBeNull();
  expect(await call('[{"status":"idle"},"$K1f"]', [["_31_email", "x"]])).toBeNull();
  expect(await plainForm([reference, named, bound, ["$ACTION_KEY", "k1"], ["email", "x"]])).toBeNull();
});

test.each([
  "",
  "[]",
  "{",
  "1",
  "null",
  '"$K1"',
  "[1,2]",
  '["$K1"]',
  '[{"status":"idle"},"$K1",1]',
  '[{"status":"idle"},"$K"]',
  '[{"status":"idle"},"$Kx"]',
  '[{"status":"idle"},{}]',
  '[null,"$K1"]',
  '[[],"$K1"]',
  '["$F1","$K1"]',
  '[{"status":"$F9"},"$K1"]',
  '[{"status":"$@1"},"$K1"]',
  '[{"status":"$0:0"},"$K1"]',
  '[{"status":"$nx"},"$K1"]',
  '[{"__proto__":{}},"$K1"]',
  `[{"status":"$n${"9".repeat(400)}"},"$K1"]`,
  `[${'{"a":'.repeat(50)}1${"}".repeat(50)},"$K1"]`,
])("arguments that none of our forms send are rejected: %s", async (root) => {
  expect(await call(root)).toBe(400);
});

test("unrelated fields and duplicate arguments are rejected", async () => {
  const root = '[{"status":"idle"},"$K1"]';
  for (const name of ["1", "_2_email", "email", "$ACTION_REF_1", "0_x"]) {
    expect(await call(root, [[name, "x"]])).toBe(400);
  }
  expect(await call(root, [["0", root]])).toBe(400);
});

test.each<[string, readonly (readonly [string, string])[], number]>([
  ["no action", [["email", "x"]], 400],
  ["an action by its id alone", [[`$ACTION_ID_${known}`, ""]], 400],
  ["two actions", [reference, ["$ACTION_REF_2", ""], named, bound], 400],
  ["no state", [reference, named], 400],
  ["no arguments", [reference, named, ["$ACTION_1:1", "[]"]], 400],
  ["broken arguments", [reference, named, ["$ACTION_1:1", "["]], 400],
  ["a broken name", [reference, ["$ACTION_1:0", "{"], bound], 400],
  ["another reference", [reference, ["$ACTION_1:0", `{"id":"${known}","bound":"$@2"}`], bound], 400],
  ["a third part", [reference, named, bound, ["$ACTION_1:2", "1"]], 400],
  ["an unknown action", [reference, ["$ACTION_1:0", '{"id":"x","bound":"$@1"}'], bound], 404],
])("a form sent without JavaScript is rejected with %s", async (_, fields, status) => {
  expect(await plainForm(fields)).toBe(status);
});

test("a forwarded form is rewritten and parses to the same content", async () => {
  const fields = [
    ['_1_a"b\r\nc: d', "ž 😀\r\n\r\n--x--"],
    ["_1_empty", ""],
    ["_1_twice", "1"],
    ["_1_twice", "2"],
    ["0", '[{"status":"idle"},"$K1"]'],
  ] as const;
  const judged = await judgeAction(await multipart(fields, known), isKnown);
  if (!judged.ok) throw new Error("rejected");
  const body = writeForm(judged.form, "boundary-of-our-own-making-1");
  const headers = { "content-type": "multipart/form-data; boundary=boundary-of-our-own-making-1" };
  const read = await new Response(body, { headers }).formData();
  expect([...read]).toEqual([...judged.form]);
});

test("the action reference is forwarded in the only spelling that the framework recognizes", async () => {
  const spaced = `{ "bound" : "$@1" , "id" : "${known}" }`;
  const state = '[ { "status" : "idle" , "values" : { "amount" : "$$5" } } ]';
  const plain = await judgeAction(
    await multipart([reference, ["$ACTION_1:0", spaced], ["$ACTION_1:1", state], ["email", " x "]], null),
    isKnown,
  );
  if (!plain.ok) throw new Error("rejected");
  expect([...plain.form]).toEqual([
    reference,
    ["$ACTION_1:0", `{"id":"${known}","bound":"$@1"}`],
    ["$ACTION_1:1", '[{"status":"idle","values":{"amount":"$$5"}}]'],
    ["email", " x "],
  ]);
  const call = await judgeAction(
    await multipart(
      [
        ["_1_email", "x"],
        ["0", '[ {"status": "idle"},\n "$K1" ]'],
      ],
      known,
    ),
    isKnown,
  );
  if (!call.ok) throw new Error("rejected");
  expect(call.form.get("0")).toBe('[{"status":"idle"},"$K1"]');
});

test("a duplicate part, or one that names more than an action, is rejected", async () => {
  expect(await plainForm([reference, named, bound, bound])).toBe(400);
  expect(await plainForm([reference, named, named, bound])).toBe(400);
  expect(await plainForm([reference, reference, named, bound])).toBe(400);
  const more = JSON.stringify({ id: known, bound: "$@1", more: 1 });
  expect(await plainForm([reference, ["$ACTION_1:0", more], bound])).toBe(400);
});

test("forms with files are rejected", async () => {
  const form = new FormData();
  form.append("_1_email", new Blob(["x"]), "a.txt");
  form.append("0", '[{"status":"idle"},"$K1"]');
  const sent = new Response(form);
  const contentType = sent.headers.get("content-type") ?? "";
  const body = new Uint8Array(await sent.arrayBuffer());
  expect(await judge({ actionId: known, contentType, body })).toBe(400);
});

test("an unknown action is 404, and a body that is not a form is rejected", async () => {
  expect(await call('[{"status":"idle"},"$K1"]', [], "00")).toBe(404);
  const body = new TextEncoder().encode("garbage");
  expect(await judge({ actionId: known, contentType: "text/plain", body })).toBe(400);
  for (const contentType of ["multipart/form-data; boundary=x", "multipart/form-data; boundary="]) {
    expect(await judge({ actionId: known, contentType, body })).toBe(400);
    expect(await judge({ actionId: null, contentType, body })).toBe(400);
  }
  for (const contentType of ["", "application/json", "application/x-www-form-urlencoded"]) {
    expect(await judge({ actionId: null, contentType, body })).toBe(415);
  }
});
