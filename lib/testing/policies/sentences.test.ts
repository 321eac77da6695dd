import { existsSync, readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { expect, test } from "vitest";
import { type PolicyKind, policyNames, sentencesOf } from "@/lib/policies/rules/policy";
import { plainText } from "@/lib/policies/rules/text-parts";
import { policyDrafts } from "@/lib/policy-texts/rules/drafts";
import { proofs } from "./proofs";
import { sampleFacts } from "./sample-facts";

const drafts = policyDrafts(sampleFacts);
const sentences = (Object.keys(drafts) as PolicyKind[]).flatMap((policy) =>
  sentencesOf(drafts[policy]).map(({ id, text }) => ({ policy, id: `${policy}/${id}`, text })),
);

test("every sentence of the policies names the test that holds it, or why none can", () => {
  expect(Object.keys(proofs).toSorted()).toEqual(sentences.map(({ id }) => id).toSorted());
});

test("every test that a sentence names exists under that title", () => {
  const missing = Object.entries(proofs).filter(([, proof]) => {
    if (typeof proof === "string") return proof.length < 20;
    const [file, title] = proof;
    return !existsSync(file) || !readFileSync(file, "utf8").includes(`"${title}"`);
  });
  expect(missing).toEqual([]);
});

test("docs/policy-sentences.md is the table of them", async () => {
  const file = "docs/policy-sentences.md";
  const lines = (Object.keys(drafts) as PolicyKind[]).flatMap((policy) => [
    `## ${policyNames[policy]}`,
    "",
    "| id | sentence | held by |",
    "|---|---|---|",
    ...sentences.filter((sentence) => sentence.policy === policy).map(row),
    "",
  ]);
  const text = [
    "# The sentences of the policies",
    "",
    "Every sentence that people read in the policies, with what holds it: a test, or the reason why no test can. It shows an",
    "installation that states everything a policy can say; companies and providers are examples. Written by",
    "`npx vitest run --project unit lib/testing/policies -u` from `lib/testing/policies/proofs.ts`.",
    "",
    ...lines,
  ].join("\n");
  const options = await resolveConfig(file);
  await expect(await format(text, { ...options, filepath: file })).toMatchFileSnapshot(`../../../${file}`);
});

function row({ id, text }: { id: string; text: string }): string {
  const proof = proofs[id] ?? "";
  const held = typeof proof === "string" ? proof : `[${proof[1]}](../${proof[0]})`;
  return `| \`${id}\` | ${plainText(text)} | ${held} |`.replaceAll("\n", " ");
}
