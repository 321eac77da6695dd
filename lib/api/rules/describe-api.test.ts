import { expect, it } from "vitest";
import document from "@/lib/api/openapi.json" with { type: "json" };
import { describeApi } from "./describe-api";

const operations = describeApi(document);
const operation = (method: string, path: string) =>
  operations.find((one) => one.method === method && one.path === `/api/v1${path}`);

it("every operation has a summary, a response and an id of its own", () => {
  expect(operations.length).toBeGreaterThan(15);
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  for (const { id, summary, responses } of operations) {
    expect(summary, id).not.toBe("");
    expect(responses.length, id).toBeGreaterThan(0);
  }
});

it("fields inside the envelope of a response are shown in its place", () => {
  const newKey = operation("POST", "/keys");
  expect(newKey?.body.find(({ name }) => name === "name")).toMatchObject({ type: "string", required: true });
  expect(newKey?.responses[0]?.fields.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["key", "data.hash"]),
  );
});

it("fields inside a field of a body have its path, with their type, range and description", () => {
  const body = operation("POST", "/chat/completions")?.body ?? [];
  const field = (name: string) => body.find((one) => one.name === name);
  expect(field("messages")).toMatchObject({ type: "object[]", range: "at most 5,000 items", required: true });
  expect(field("messages[].role")).toMatchObject({ type: expect.stringContaining("user"), required: true });
  expect(field("messages[].content[].type")).toMatchObject({ type: "string | null", required: false });
  expect(field("max_completion_tokens")).toMatchObject({ type: "integer | null", range: "1 to 10,000,000" });
  expect(field("user")).toMatchObject({ range: "at most 256 characters" });
  expect(field("provider.max_price.prompt")).toMatchObject({ range: "at least 0" });
  expect(body.filter(({ description }) => description === "")).toEqual([]);
});
