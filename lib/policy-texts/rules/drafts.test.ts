import { expect, test } from "vitest";
import { sentencesOf } from "@/lib/policies/rules/policy";
import { textParts } from "@/lib/policies/rules/text-parts";
import { paths } from "@/lib/kernel/paths";
import { sampleFacts } from "@/lib/testing/policies/sample-facts";
import { cookieKinds } from "./cookies";
import { policyDrafts } from "./drafts";

const words = (facts: typeof sampleFacts) => {
  const drafts = policyDrafts(facts);
  return new Map(
    Object.entries(drafts).flatMap(([policy, sections]) =>
      sentencesOf(sections).map(({ id, text }) => [`${policy}/${id}`, text] as const),
    ),
  );
};

test("texts follow the configuration and the catalog", () => {
  const full = words(sampleFacts);
  expect(full.get("privacy/introduction.who")).toContain("run by Example Ltd");
  expect(full.get("privacy/transfers.servers")).toContain("Germany");
  expect(full.get("privacy/contact.email")).toContain("(mailto:privacy@console.example)");
  expect(full.get("privacy/contact.postal")).toBe("By post: Example Ltd, 1 Main Street, London.");
  expect(full.get("terms/credits.expiry")).toContain("365 days");
  expect(full.get("subprocessors/companies.example-hosting")).toBe(
    "[Example Hosting](https://hosting.example), Germany: servers and backups.",
  );
  expect(full.get("subprocessors/providers.example")).toBe(
    "[Example Models](https://models.example/privacy), United States: does not train on inputs, keeps them for up to 30 days.",
  );
  const bare = words({
    ...sampleFacts,
    legalName: null,
    hostingCountry: null,
    subprocessors: [],
    supportEmail: null,
    privacyEmail: null,
    postalAddress: null,
    creditExpiryDays: 0,
    providers: [
      {
        slug: "silent",
        name: "Silent",
        headquarters: null,
        privacyPolicyUrl: null,
        dataPolicy: { trains: "unknown", retainsDays: "unknown", publishes: true },
      },
    ],
  });
  expect(bare.get("privacy/introduction.who")).toContain("run by the operator of this installation");
  expect(bare.get("privacy/transfers.servers")).toContain("has not stated");
  expect(bare.get("privacy/contact.email")).toContain("has named no contact");
  expect(bare.has("privacy/contact.postal")).toBe(false);
  expect(bare.get("terms/credits.expiry")).toBe("Purchased credits do not expire.");
  expect(bare.get("subprocessors/companies.none-named")).toContain("no other company");
  expect(bare.get("subprocessors/providers.silent")).toBe(
    "Silent, country not stated: has stated nothing about training, has not stated how long it keeps them, and may publish them.",
  );
});

test("ids of sentences and headings are unique, and each cookie has its sentence", () => {
  for (const sections of Object.values(policyDrafts(sampleFacts))) {
    const ids = sentencesOf(sections).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length);
  }
  for (const kind of cookieKinds) expect(words(sampleFacts).has(`cookies/essential.${kind}`)).toBe(true);
});

test("links lead to pages of the console, to https addresses or to mail", () => {
  const known = new Set<string>([
    ...Object.values(paths),
    "/legal/privacy",
    "/legal/cookies",
    "/legal/subprocessors",
  ]);
  for (const text of words(sampleFacts).values()) {
    for (const { href } of textParts(text)) {
      if (href?.startsWith("/")) expect(known.has(href), href).toBe(true);
    }
  }
});
