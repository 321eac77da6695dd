import { describe, expect, it } from "vitest";
import {
  disputeStatusOf,
  nextDisputeStatus,
  nextRefundStatus,
  refundedCentsOf,
  refundStatusOf,
  reversalOf,
} from "./reversal";
import { purchaseLabel } from "./purchase-label";
import { isUnsettled, nextState } from "./purchase-state";

const bought = { creditsNanos: 10_000_000_000n, feeNanos: 800_000_000n, refundedCents: 0, disputes: [] };

it("takes credits first and the fee only beyond them", () => {
  expect(reversalOf(bought)).toEqual({ creditsNanos: 0n, feeNanos: 0n });
  expect(reversalOf({ ...bought, refundedCents: 400 })).toEqual({
    creditsNanos: 4_000_000_000n,
    feeNanos: 0n,
  });
  expect(reversalOf({ ...bought, refundedCents: 1000 })).toEqual({
    creditsNanos: 10_000_000_000n,
    feeNanos: 0n,
  });
  expect(reversalOf({ ...bought, refundedCents: 1080 })).toEqual({
    creditsNanos: 10_000_000_000n,
    feeNanos: 800_000_000n,
  });
});

it("never takes back more than was paid, whatever the sum of refunds and disputes", () => {
  const disputes = [{ amountCents: 1080, status: "lost" as const }];
  expect(reversalOf({ ...bought, refundedCents: 1080, disputes })).toEqual({
    creditsNanos: 10_000_000_000n,
    feeNanos: 800_000_000n,
  });
});

it("an inquiry and a won dispute take nothing", () => {
  const disputes = [
    { amountCents: 1080, status: "inquiry" as const },
    { amountCents: 1080, status: "won" as const },
  ];
  expect(reversalOf({ ...bought, disputes })).toEqual({ creditsNanos: 0n, feeNanos: 0n });
});

it("a closed dispute is not reopened by a late event", () => {
  expect(nextDisputeStatus(null, "open")).toBe("open");
  expect(nextDisputeStatus("inquiry", "open")).toBe("open");
  expect(nextDisputeStatus("won", "open")).toBe("won");
  expect(nextDisputeStatus("won", "lost")).toBe("won");
  expect(nextDisputeStatus("lost", "won")).toBe("won");
});

it("a purchase only moves forward", () => {
  expect(nextState("open", "pending")).toBe("pending");
  expect(nextState("failed", "pending")).toBe("failed");
  expect(nextState("expired", "failed")).toBe("expired");
  expect(nextState("failed", "credited")).toBe("credited");
  expect(nextState("credited", "failed")).toBe("credited");
  expect([isUnsettled("open"), isUnsettled("pending"), isUnsettled("credited")]).toEqual([true, true, false]);
});

it.each([
  ["credited", 0n, [], "credited"],
  ["credited", 4n, [], "partly_refunded"],
  ["credited", 4n, ["won"], "partly_refunded"],
  ["credited", 10n, [], "refunded"],
  ["credited", 10n, ["open"], "disputed"],
  ["credited", 10n, ["lost"], "dispute_lost"],
  ["credited", 4n, ["lost"], "dispute_lost"],
  ["credited", 10n, ["won"], "refunded"],
  ["credited", 0n, ["won"], "credited"],
  ["credited", 0n, ["inquiry"], "credited"],
  ["open", 0n, [], "open"],
] as const)(
  "a purchase that is %s with %s of 10 taken back and disputes %j is called %s",
  (state, reversedNanos, statuses, label) => {
    const disputes = statuses.map((status) => ({ status }));
    const amounts = { creditsNanos: 10n, reversedNanos };
    const purchase = { state, origin: "checkout", failureCode: null, ...amounts, disputes };
    expect(purchaseLabel(purchase)).toBe(label);
  },
);

it("names a declined attempt while another card may still pay", () => {
  const amounts = { creditsNanos: 10n, reversedNanos: 0n };
  const purchase = { ...amounts, origin: "checkout", disputes: [], failureCode: "generic_decline" };
  expect(purchaseLabel({ ...purchase, state: "open" })).toBe("declined");
  expect(purchaseLabel({ ...purchase, state: "failed" })).toBe("failed");
  expect(purchaseLabel({ ...purchase, state: "open", failureCode: null })).toBe("open");
});

describe("what was refunded", () => {
  const refund = (amountCents: number, status: "pending" | "succeeded" | "failed") => ({
    amountCents,
    status,
  });

  it("is known from the charge's total, from the refunds, or from both", () => {
    expect(refundedCentsOf({ reportedCents: 400, refunds: [] })).toBe(400);
    expect(refundedCentsOf({ reportedCents: 0, refunds: [refund(400, "succeeded")] })).toBe(400);
    expect(refundedCentsOf({ reportedCents: 400, refunds: [refund(400, "pending")] })).toBe(400);
    expect(refundedCentsOf({ reportedCents: 1000, refunds: [refund(400, "succeeded")] })).toBe(1000);
  });

  it("falls when a refund fails, and rises with the next one", () => {
    const failed = refund(600, "failed");
    expect(refundedCentsOf({ reportedCents: 1000, refunds: [refund(400, "succeeded"), failed] })).toBe(400);
    expect(refundedCentsOf({ reportedCents: 600, refunds: [failed] })).toBe(0);
    const again = [refund(400, "succeeded"), failed, refund(600, "pending")];
    expect(refundedCentsOf({ reportedCents: 1000, refunds: again })).toBe(1000);
    expect(refundedCentsOf({ reportedCents: 0, refunds: [failed] })).toBe(0);
  });

  it("a refund's state only moves forward, and failed is final", () => {
    expect(nextRefundStatus(null, "pending")).toBe("pending");
    expect(nextRefundStatus("pending", "succeeded")).toBe("succeeded");
    expect(nextRefundStatus("succeeded", "pending")).toBe("succeeded");
    expect(nextRefundStatus("succeeded", "failed")).toBe("failed");
    expect(nextRefundStatus("failed", "succeeded")).toBe("failed");
  });
});

it("a stored status is read as it is, and any other text as one that takes nothing final", () => {
  expect(["inquiry", "open", "won", "lost", "", "toString"].map(disputeStatusOf)).toEqual([
    ...["inquiry", "open", "won", "lost", "inquiry", "inquiry"],
  ]);
  expect(["pending", "succeeded", "failed", "canceled"].map(refundStatusOf)).toEqual([
    ...["pending", "succeeded", "failed", "pending"],
  ]);
});
