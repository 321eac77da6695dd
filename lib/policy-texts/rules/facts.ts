import type { Provider } from "@/lib/catalog/rules/catalog";

/** Values of the code that policies state. Collected in one place, so that a text cannot say another number. */
export type CodeFacts = {
  readonly retentionDays: { readonly usual: number; readonly long: number };
  readonly securityLogDays: number;
  readonly networkDays: number;
  readonly deviceDays: number;
  readonly challengeMinutes: number;
  readonly idleHours: number;
  readonly sessionDays: number;
  readonly archiveDays: number;
  readonly deletionLinkDays: number;
  readonly discountPercent: bigint;
  readonly purchaseMin: string;
  readonly purchaseMax: string;
  readonly noticeDays: number;
  readonly requestTags: string;
  readonly eventDays: number;
  /** Days for which counts by category are kept. */
  readonly categoryDays: number;
};

/** Values of the installation that policies state. */
type InstallationFacts = {
  readonly legalName: string | null;
  readonly hostingCountry: string | null;
  readonly subprocessors: readonly {
    readonly name: string;
    readonly purpose: string;
    readonly country: string;
    readonly url: string | null;
  }[];
  readonly productName: string;
  readonly supportEmail: string | null;
  readonly privacyEmail: string | null;
  readonly postalAddress: string | null;
  readonly creditExpiryDays: number;
  readonly billingRetentionYears: number;
  readonly providers: readonly Pick<
    Provider,
    "slug" | "name" | "dataPolicy" | "privacyPolicyUrl" | "headquarters"
  >[];
};

export type PolicyFacts = CodeFacts & InstallationFacts;
