import fc from "fast-check";
import { expect, it } from "vitest";
import { adminSentences, looserThanSet, setByAdmin } from "./admin-guardrails";
import { type Guardrails, noGuardrails } from "./guardrails";

const some = (parts: Partial<Guardrails>): Guardrails => ({ ...noGuardrails, ...parts });
const set = (parts: Partial<Guardrails>) => setByAdmin(some(parts));
const fieldOf = (admin: Partial<Guardrails>, member: Partial<Guardrails>) =>
  looserThanSet(set(admin), some(member))?.field ?? null;

it("a member may tighten what an admin set, and not loosen it", () => {
  for (const [admin, member, field] of [
    [{ allowedModels: ["a/x", "a/y"] }, { allowedModels: ["a/x"] }, null],
    [{ allowedModels: ["a/x"] }, { allowedModels: ["a/x", "a/y"] }, "allowedModels"],
    [{ allowedModels: ["a/x"] }, {}, "allowedModels"],
    [{ allowedModels: ["a/*"] }, { allowedModels: ["a/x", "a/y:free"] }, null],
    [{ allowedModels: ["a/*"] }, { allowedModels: ["b/x"] }, "allowedModels"],
    [{ allowedModels: ["a/x"] }, { allowedModels: ["a/*"] }, "allowedModels"],
    [{ ignoredProviders: ["p"] }, { ignoredProviders: ["p", "q"] }, null],
    [{ ignoredProviders: ["p"] }, { ignoredProviders: ["q"] }, "allowedProviders"],
    [{ ignoredProviders: ["p"] }, { allowedProviders: ["q"] }, null],
    [{ ignoredProviders: ["p"] }, { allowedProviders: ["p", "q"] }, "allowedProviders"],
    [{ allowedProviders: ["p", "q"] }, { allowedProviders: ["q"] }, null],
    [{ allowedProviders: ["p"] }, { ignoredProviders: ["q"] }, "allowedProviders"],
    [{ allowedProviders: ["p"] }, { allowedProviders: ["q"] }, "allowedProviders"],
    [{ zeroRetentionOnly: true }, { denyCollection: true }, "zeroRetentionOnly"],
    [{ denyCollection: true }, { zeroRetentionOnly: true }, "denyCollection"],
    [{ denyCollection: true }, { denyCollection: true, allowedModels: ["a/x"] }, null],
    [{}, {}, null],
  ] as const)
    expect(fieldOf(admin, member), JSON.stringify([admin, member])).toBe(field);
});

it("what an admin saves is theirs, also what a member had chosen before", () => {
  const saved = setByAdmin(some({ allowedModels: ["a/x"], zeroRetentionOnly: true }));
  expect(saved).toEqual({ models: ["a/x"], zeroRetentionOnly: true });
  expect(setByAdmin(noGuardrails)).toEqual({});
  expect(adminSentences(saved).map(({ field }) => field)).toEqual(["allowedModels", "zeroRetentionOnly"]);
  for (const { message } of adminSentences(saved))
    expect(message).toMatch(/Only owners and admins of this workspace can /);
});

const slugs = (names: string[]) => fc.uniqueArray(fc.constantFrom(...names), { maxLength: 3 });
const anyGuardrails = fc.record({
  allowedModels: slugs(["a/x", "a/y", "a/*", "b/x"]),
  allowedProviders: slugs(["p", "q", "r"]),
  ignoredProviders: slugs(["p", "q", "r"]),
  zeroRetentionOnly: fc.boolean(),
  denyCollection: fc.boolean(),
});

it("what a member may choose allows no model and no provider that the admin's choice forbids", () => {
  const mayUse = (
    { allowedModels: models, allowedProviders: allowed, ignoredProviders: ignored }: Guardrails,
    model: string,
    provider: string,
  ) =>
    (models.length === 0 || models.includes(model) || models.includes(`${model.slice(0, 1)}/*`)) &&
    (allowed.length === 0 || allowed.includes(provider)) &&
    !ignored.includes(provider);
  fc.assert(
    fc.property(anyGuardrails, anyGuardrails, (admin, member) => {
      if (looserThanSet(set(admin), member)) return;
      // Also a model and a provider that the catalog gets later.
      for (const model of ["a/x", "a/y", "b/x", "c/z"])
        for (const provider of ["p", "q", "r", "later"])
          if (mayUse(member, model, provider)) expect(mayUse(admin, model, provider)).toBe(true);
      expect(member.zeroRetentionOnly || !admin.zeroRetentionOnly).toBe(true);
      expect(member.denyCollection || !admin.denyCollection).toBe(true);
    }),
    { numRuns: 500 },
  );
});
