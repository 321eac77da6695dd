import { afterAll, expect, test } from "vitest";
import { plain, startAnsweringProvider } from "@/lib/testing/answering-provider";
import { createTenant } from "@/lib/testing/api";

const provider = await startAnsweringProvider();
afterAll(() => provider.stop());

const answer = JSON.stringify({
  choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Yes." } }],
  usage: { prompt_tokens: 5, completion_tokens: 2 },
});

test("a provider receives neither the caller's key nor anything about the account", async () => {
  const { secret, userId, workspaceId, email, key } = await createTenant();
  provider.respondWith(plain(answer));
  const headers = {
    cookie: "counterfoil-session=cookie-of-the-caller",
    "x-forwarded-for": "198.51.100.77",
    "user-agent": "agent-of-the-caller",
    "http-referer": "https://app-of-the-caller.example",
    "x-title": "title-of-the-caller",
  };
  const body = { model: "sandbox/heron", messages: [{ role: "user", content: "Hello" }], max_tokens: 40 };
  const response = await provider.api.call("/chat/completions", { secret, body, headers });
  expect(response.status).toBe(200);
  const received = provider.received();
  // The request itself arrived, so that the search below can find something.
  expect(received).toContain("Hello");
  for (const own of [secret, userId, workspaceId, email, key.id, ...Object.values(headers)]) {
    expect(received.toLowerCase()).not.toContain(own.toLowerCase());
  }
});
