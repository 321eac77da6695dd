import type { ReactNode } from "react";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import type { StripFigure } from "@/components/ui/data/figure-strip";
import type { Formats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import type { LastVerified } from "@/lib/ledger/verifications/latest-verification";
import type { InstallationHealth } from "@/lib/operator/get-health";

/** A figure of the strip. What an operator has to look at is in `problems`, each in words: "2 late". */
export type HealthFigure = StripFigure & { readonly problems: readonly string[] };

type HealthFacts = {
  readonly verified: LastVerified | null;
  readonly health: InstallationHealth;
  /** Policies that wait to be published; null if there are none. */
  readonly drafts: { readonly changed: readonly unknown[] } | null;
  readonly formats: Formats;
};

/** What an operator asks first: whether the ledger balances, how much money is where, and what is late. */
export function healthFigures(facts: HealthFacts): readonly HealthFigure[] {
  const { health, drafts, formats } = facts;
  const { count } = formats;
  const figure = (label: string, tab: string | null, late: number, texts: CountTexts) =>
    countFigure({ label, count: `${count(late)} ${texts.word}`, isGood: late === 0, note: texts.note, tab });
  return [
    ledgerFigure(facts),
    ...moneyFigures(health),
    paymentsFigure(health, formats),
    figure("Webhooks", "webhooks", health.failedEvents, {
      word: "failed",
      note: <LastEvent at={health.lastEventAt} />,
    }),
    figure("Data requests", "requests", health.lateRequests, {
      word: "overdue",
      note: `${count(health.openRequests)} open`,
    }),
    figure("Jobs", "jobs", health.lateJobs, { word: "late", note: `of ${count(health.jobs)}` }),
    figure("Mail", null, health.troubledMails, {
      word: "stuck",
      note: `${count(health.waitingMails)} waiting`,
    }),
    ...(drafts
      ? [
          figure("Policies", "policies", drafts.changed.length, {
            word: "to publish",
            note: "Texts differ from what holds",
          }),
        ]
      : []),
  ];
}

type CountTexts = { readonly word: string; readonly note: ReactNode };

function LastEvent({ at: moment }: { readonly at: Date | null }) {
  return moment ? (
    <>
      Last <Moment at={moment} zone="UTC" show="relative" />
    </>
  ) : (
    "None yet"
  );
}

function paymentsFigure(
  { latePayments, heldPayments, missingInvoices }: InstallationHealth,
  { count }: Formats,
): HealthFigure {
  const unmatched = `${count(heldPayments)} unmatched`;
  const invoices = missingInvoices > 0 ? [`${count(missingInvoices)} without invoice`] : [];
  const late = countFigure({
    label: "Payments",
    count: `${count(latePayments)} late`,
    isGood: latePayments === 0,
    note: [unmatched, ...invoices].join(", "),
    tab: "payments",
  });
  return {
    ...late,
    ...(heldPayments + missingInvoices > 0 && { tone: "danger" as const }),
    problems: [...late.problems, ...(heldPayments > 0 ? [unmatched] : []), ...invoices],
  };
}

const at = (tab: string) => `${paths.operator}/${tab}`;

/** Whether the ledger adds up in itself, and whether it agrees with usage and Stripe. */
function ledgerFigure({ verified, health: { driftNanos }, formats }: HealthFacts): HealthFigure {
  const failed = verified?.failedChecks ?? 0;
  const drift = driftNanos === null ? "not reconciled" : `drift ${formats.dollars(driftNanos)}`;
  const hasDrift = driftNanos !== null && driftNanos !== 0n;
  const state = !verified ? "Not verified" : failed === 0 ? "In balance" : `${formats.count(failed)} failed`;
  return {
    label: "Ledger",
    value: failed > 0 ? <Problem>{state}</Problem> : state,
    note: (
      <>
        {drift}
        {verified ? (
          <>
            {" · "}
            <Moment at={verified.finishedAt} zone="UTC" show="relative" />
          </>
        ) : null}
      </>
    ),
    ...(hasDrift && { tone: "danger" as const }),
    href: at(hasDrift && failed === 0 ? "reconciliation" : "ledger"),
    problems: [...(failed > 0 ? [state] : []), ...(hasDrift ? [drift] : [])],
  };
}

function moneyFigures({ heldNanos, floatNanos }: InstallationHealth): readonly HealthFigure[] {
  return [
    {
      label: "Held",
      value: <Money nanos={heldNanos} />,
      note: "by running requests",
      href: at("completions"),
      problems: [],
    },
    {
      label: "Float",
      value: <Money nanos={floatNanos} floor />,
      note: "unused credits",
      href: paths.operator,
      problems: [],
    },
  ];
}

type CountFigure = {
  readonly label: string;
  /** "0 late" */
  readonly count: string;
  readonly isGood: boolean;
  readonly note: ReactNode;
  readonly tab: string | null;
};

/** "0 late" in plain ink, "2 late" as a problem. */
function countFigure({ label, count, isGood, note, tab }: CountFigure): HealthFigure {
  return {
    label,
    value: isGood ? count : <Problem>{count}</Problem>,
    note,
    ...(tab !== null && { href: at(tab) }),
    problems: isGood ? [] : [count],
  };
}

function Problem({ children }: { readonly children: ReactNode }) {
  return <span className="text-danger">{children}</span>;
}
