import { expect, it } from "vitest";
import type { z } from "zod";
import { profileSchema, signUpSchema } from "@/lib/accounts/rules/account-input";
import { keyChangeFormSchema, newKeyFormSchema } from "@/lib/keys/rules/key-input";
import { grantSchema } from "@/lib/ledger/rules/grant-input";
import { workspaceSchema } from "@/lib/workspaces/rules/workspace-input";
import { fieldErrors } from "./form-fields";

const keyId = "0192aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa";
const account = { email: "ada@example.com", password: "a long enough sentence" };

const fields: readonly (readonly [string, z.ZodType, string, object])[] = [
  ["a new key's name", newKeyFormSchema, "name", {}],
  ["a changed key's name", keyChangeFormSchema, "name", { keyId }],
  ["a workspace's name", workspaceSchema, "name", { timeZone: "UTC" }],
  ["a person's name", profileSchema, "name", {}],
  ["a person's organization", profileSchema, "organization", {}],
  [
    "the reason of a grant",
    grantSchema,
    "reason",
    { workspaceId: keyId, amount: "5", idempotencyKey: keyId },
  ],
  ["a name given at sign-up", signUpSchema, "name", account],
];

it.each(fields)(
  "%s accepts recordable text and rejects other text at its field",
  (_, schema, field, rest) => {
    const errors = (text: string) => {
      const parsed = schema.safeParse({ ...rest, [field]: text });
      return parsed.success ? null : fieldErrors(parsed.error);
    };
    expect(errors("Žofie 鍵 \ud83d\ude00")).toBeNull();
    expect(errors("a\u0000b")).toEqual({ [field]: "Must not contain control characters." });
    expect(errors("a\r\nb")).toEqual({ [field]: "Must not contain control characters." });
    expect(errors("a\u202eb")).toEqual({ [field]: "Must not contain control characters." });
    expect(errors("a\ud83d")).toEqual({ [field]: "Must be well-formed Unicode." });
  },
);
