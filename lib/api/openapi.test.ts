import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { bodyFields } from "@/lib/gateway/rules/body/completion-body";
import { createApi } from "./app";
import document from "./openapi.json" with { type: "json" };
import { documentFile, documentText } from "./rules/openapi-file";

test("the document that is served is the one that the schemas generate", () => {
  const isCurrent = readFileSync(documentFile, "utf8") === documentText(createApi().describe());
  expect(isCurrent, `${documentFile} is out of date: npm run openapi writes it again`).toBe(true);
});

const bodies = {
  chat: document.components.schemas.ChatCompletionRequest,
  text: document.components.schemas.TextCompletionRequest,
};
const handlings = {
  used: /Read by the gateway, not forwarded as sent\.$/,
  forwarded: /Forwarded as sent\.$/,
  ignored: /Accepted, not forwarded\.$/,
  rejected: /rejected with 400\.$/,
};

test.each(["chat", "text"] as const)("every field of a %s body says what happens to it", (kind) => {
  const properties = Object.entries(bodies[kind].properties);
  expect(properties.map(([name]) => name)).toEqual([...bodyFields[kind].keys()]);
  for (const [name, { description }] of properties) {
    expect(description, name).toMatch(handlings[bodyFields[kind].get(name) ?? "used"]);
    expect(description, name).toMatch(/^[^ ].{10,}\. [A-Z]/);
  }
});
