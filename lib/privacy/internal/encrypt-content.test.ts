import { beforeAll, expect, test } from "vitest";
import { testEnvironment } from "@/lib/testing/environment";
import { decryptContent, encryptContent } from "./encrypt-content";

const owner = {
  workspaceId: "0df9e665-d932-5740-b2c7-b52af166bc11",
  generationId: "019a9d1e-0000-7000-8000-000000000001",
};

beforeAll(() => {
  Object.assign(process.env, testEnvironment, { DATABASE_URL: "postgresql://localhost/none" });
});

test("content decrypts for its owner and is unreadable before", async () => {
  const sealed = await encryptContent(owner, ["the quick brown", " canary"]);
  expect(sealed.ciphertext.includes("canary")).toBe(false);
  expect(decryptContent(owner, sealed)).toBe("the quick brown canary");
});

test("content does not decrypt for another owner or after a change", async () => {
  const sealed = await encryptContent(owner, ["x"]);
  expect(() => decryptContent({ ...owner, generationId: owner.workspaceId }, sealed)).toThrow();
  sealed.ciphertext[0] = (sealed.ciphertext[0] ?? 0) ^ 1;
  expect(() => decryptContent(owner, sealed)).toThrow();
});

test("the same content is never encrypted the same way twice", async () => {
  const [first, second] = await Promise.all([encryptContent(owner, ["x"]), encryptContent(owner, ["x"])]);
  expect(first.ciphertext.equals(second.ciphertext)).toBe(false);
});
