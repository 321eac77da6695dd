import { codeFacts } from "@/lib/policy-texts/rules/code-facts";
import type { PolicyFacts } from "@/lib/policy-texts/rules/facts";

/** An installation that states everything a policy can say. */
export const sampleFacts: PolicyFacts = {
  ...codeFacts,
  productName: "Counterfoil",
  legalName: "Example Ltd",
  hostingCountry: "Germany",
  subprocessors: [
    {
      name: "Example Hosting",
      purpose: "servers and backups",
      country: "Germany",
      url: "https://hosting.example",
    },
  ],
  supportEmail: "support@console.example",
  privacyEmail: "privacy@console.example",
  postalAddress: "Example Ltd\n1 Main Street\nLondon",
  creditExpiryDays: 365,
  billingRetentionYears: 10,
  providers: [
    {
      slug: "example",
      name: "Example Models",
      headquarters: "United States",
      privacyPolicyUrl: "https://models.example/privacy",
      dataPolicy: { trains: false, retainsDays: 30, publishes: false },
    },
  ],
};
