import { deviceDays } from "@/lib/accounts/rules/device";
import { challengeMinutes } from "@/lib/accounts/rules/two-factor";
import { networkDays, securityLogDays } from "@/lib/accounts/rules/security-events";
import { idleHours, sessionDays } from "@/lib/accounts/rules/session-periods";
import { categoryDays } from "@/lib/activity/rules/categories";
import { requestTags } from "@/lib/activity/rules/generation-fields";
import { archiveDays } from "@/lib/archives/rules/periods";
import { purchaseMaxNanos, purchaseMinNanos } from "@/lib/billing/rules/purchase-amount";
import { loggingDiscountPercent } from "@/lib/catalog/rules/price-usage";
import { linkDays } from "@/lib/deletions/rules/periods";
import { eventDays } from "@/lib/interface-events/rules/event-names";
import { formatDollars } from "@/lib/kernel/money";
import { noticeDays } from "@/lib/policies/rules/effective-date";
import { retentionDays } from "@/lib/privacy/rules/privacy-settings";
import type { CodeFacts } from "./facts";

/** "$5", not "$5.00". */
const whole = (nanos: bigint) => formatDollars(nanos).replace(/\.00$/, "");

export const codeFacts: CodeFacts = {
  retentionDays: { usual: retentionDays.d30, long: retentionDays.d90 },
  securityLogDays,
  networkDays,
  deviceDays,
  challengeMinutes,
  idleHours,
  sessionDays,
  archiveDays,
  deletionLinkDays: linkDays,
  discountPercent: loggingDiscountPercent,
  purchaseMin: whole(purchaseMinNanos),
  purchaseMax: whole(purchaseMaxNanos),
  noticeDays,
  eventDays,
  categoryDays,
  requestTags: requestTags.map(({ heading }) => heading.toLowerCase()).join(", "),
};
