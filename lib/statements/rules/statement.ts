import { assert } from "@/lib/kernel/assert";
import type { Nanos } from "@/lib/kernel/money";
import { kindName, kindOfCode, type TransferKind, transferKinds } from "@/lib/ledger/rules/transfer-kind";

/** A transfer of the wallet other than usage. */
export type StatementEntry = {
  readonly id: string;
  /** Counts the workspace's transactions from 1, as on the Credits page. */
  readonly number: number;
  readonly createdAt: Date;
  /** "2026-11-21", in the workspace's calendar. */
  readonly day: string;
  readonly code: string;
  readonly reason: string | null;
  /** The purchase that it credits or takes back; null for other transfers. */
  readonly purchaseId: string | null;
  /** Positive for credits, negative for debits. */
  readonly amountNanos: Nanos;
};

/** The entries of one kind, oldest first. */
type StatementSection = {
  readonly kind: Exclude<TransferKind, "usage"> | "other";
  readonly name: string;
  readonly totalNanos: Nanos;
  readonly entries: readonly StatementEntry[];
};

/** What the requests to one model, or with one key, cost; free ones are counted too. */
export type UsageLine = {
  readonly name: string;
  /** The masked secret of a key; null for a model. */
  readonly label: string | null;
  readonly requests: bigint;
  /** Not negative. */
  readonly costNanos: Nanos;
};

/** Lines, the most expensive first, and what they lack to the usage that was charged; it may be negative. */
export type ItemizedUsage = { readonly lines: readonly UsageLine[]; readonly inProgressNanos: Nanos };

export type Statement = {
  /** "2026-11" */
  readonly month: string;
  readonly workspace: { readonly id: string; readonly name: string };
  /** The zones in which its days are counted: two where the workspace changed its zone in this month. */
  readonly zones: readonly string[];
  readonly from: Date;
  /** The first moment after it. */
  readonly to: Date;
  /** When it was read. */
  readonly readAt: Date;
  /** False while transactions may still be added. */
  readonly isFinished: boolean;
  readonly openingNanos: Nanos;
  readonly sections: readonly StatementSection[];
  /** Debits for requests, not negative. */
  readonly usedNanos: Nanos;
  readonly byModel: ItemizedUsage;
  readonly byKey: ItemizedUsage;
  readonly closingNanos: Nanos;
};

export type StatementRead = Pick<
  Statement,
  "month" | "workspace" | "zones" | "from" | "to" | "readAt" | "isFinished"
> & {
  /** The sum of all earlier transfers. */
  readonly beforeNanos: Nanos;
  /** The wallet's balance when it was read. */
  readonly walletNanos: Nanos;
  /** The sum of all later transfers. */
  readonly afterNanos: Nanos;
  readonly usedNanos: Nanos;
  readonly entries: readonly StatementEntry[];
  readonly models: readonly UsageLine[];
  readonly keys: readonly UsageLine[];
};

/** Named in every form of a statement where the lines of a breakdown do not add up to what was charged. */
export const inProgressName = "Requests in progress at the start or end of the month";

/**
 * Groups what was read, and proves it: the opening balance is the sum of all transfers before the month, the closing
 * balance is counted back from the wallet, and the transactions must be the difference. Throws when they are not.
 *
 * Usage is dated by its debit, as in the ledger. Its breakdowns come from roll-ups, which date a request by its
 * beginning and stay when request rows are removed. A request that runs across the end of a month is therefore in the
 * breakdown of one month and in the total of the next, and `inProgressNanos` is the difference: positive for requests
 * that began before the month, negative for those that ended after it. So every table adds up exactly.
 */
export function buildStatement(read: StatementRead): Statement {
  const { beforeNanos, walletNanos, afterNanos, entries, models, keys, ...facts } = read;
  const closingNanos = walletNanos - afterNanos;
  const enteredNanos = sum(entries.map(({ amountNanos }) => amountNanos));
  assert(
    beforeNanos + enteredNanos - read.usedNanos === closingNanos,
    `the statement of ${read.month} adds up to its closing balance`,
  );
  return {
    ...facts,
    openingNanos: beforeNanos,
    sections: sectionsOf(entries),
    byModel: itemized(models, read.usedNanos),
    byKey: itemized(keys, read.usedNanos),
    closingNanos,
  };
}

/** Every kind has a section, also without entries; codes that this version does not know share one, if there are any. */
function sectionsOf(entries: readonly StatementEntry[]): StatementSection[] {
  const section = (kind: StatementSection["kind"], name: string): StatementSection => {
    const own = entries.filter(({ code }) => (kindOfCode(code) ?? "other") === kind);
    return { kind, name, totalNanos: sum(own.map(({ amountNanos }) => amountNanos)), entries: own };
  };
  const known = transferKinds.flatMap((kind) => (kind === "usage" ? [] : [section(kind, kindName(kind))]));
  const other = section("other", "Other");
  return other.entries.length > 0 ? [...known, other] : known;
}

function itemized(lines: readonly UsageLine[], usedNanos: Nanos): ItemizedUsage {
  const itemizedNanos = sum(lines.map(({ costNanos }) => costNanos));
  const sorted = lines.toSorted((one, other) =>
    one.costNanos === other.costNanos
      ? one.name.localeCompare(other.name, "en")
      : one.costNanos < other.costNanos
        ? 1
        : -1,
  );
  return { lines: sorted, inProgressNanos: usedNanos - itemizedNanos };
}

/** Everything but the balances, added up: what the month changed. */
export function changeOf({ openingNanos, closingNanos }: Statement): Nanos {
  return closingNanos - openingNanos;
}

/** Requests that the breakdown counts. */
export function requestsOf({ lines }: ItemizedUsage): bigint {
  return lines.reduce((total, { requests }) => total + requests, 0n);
}

/** As many decimals as the finest amount of a statement needs, so that a column shows all of them exactly and aligned. */
export function decimalsOf(statement: Statement): number {
  const { openingNanos, closingNanos, usedNanos, sections, byModel, byKey } = statement;
  const amounts = [
    ...[openingNanos, closingNanos, usedNanos, byModel.inProgressNanos, byKey.inProgressNanos],
    ...sections.flatMap(({ totalNanos, entries }) => [
      totalNanos,
      ...entries.map(({ amountNanos }) => amountNanos),
    ]),
    ...[...byModel.lines, ...byKey.lines].map(({ costNanos }) => costNanos),
  ];
  for (let decimals = 2; decimals < 9; decimals++) {
    const unit = 10n ** BigInt(9 - decimals);
    if (amounts.every((amount) => amount % unit === 0n)) return decimals;
  }
  return 9;
}

function sum(amounts: readonly Nanos[]): Nanos {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
