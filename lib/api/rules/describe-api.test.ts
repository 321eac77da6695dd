import { expect, it } from "vitest";
import { createApi } from "@/lib/api/app";
import { describeApi } from "./describe-api";

it("every route of the API has a summary, an answer and fields that can be read", async () => {
  const answer = await createApi().fetch(new Request("http://localhost/api/v1/openapi.json"));
  const operations = describeApi(await answer.json());
  expect(operations.length).toBeGreaterThan(15);
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  for (const operation of operations) {
    expect(operation.summary, operation.id).not.toBe("");
    expect(operation.answers.length, operation.id).toBeGreaterThan(0);
  }
  const key = operations.find(({ method, path }) => method === "POST" && path.endsWith("/keys"));
  expect(key?.body.find(({ name }) => name === "name")).toMatchObject({ type: "string", required: true });
  expect(key?.answers[0]?.fields.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["key", "data.hash"]),
  );
});
