import type { ReactNode } from "react";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { FigureStrip, type StripFigure } from "@/components/ui/data/figure-strip";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import type { Formats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import { lastVerified } from "@/lib/ledger/verifications/latest-verification";
import { changedDrafts } from "./changed-drafts";
import { getHealth, type InstallationHealth } from "@/lib/operator/get-health";

/** What an operator asks first: whether the ledger balances, how much money is where, and what is late. */
export async function HealthStrip() {
  const [verified, health, formats, drafts] = await Promise.all([
    lastVerified(),
    getHealth(),
    viewerFormats(),
    changedDrafts(),
  ]);
  const ago = (moment: Date) => <Moment at={moment} zone="UTC" show="relative" />;
  return (
    <FigureStrip
      label="State of the installation"
      figures={[
        {
          label: "Ledger",
          value: verified ? (
            <State
              isGood={verified.failedChecks === 0}
              good="In balance"
              bad={`${verified.failedChecks} failed`}
            />
          ) : (
            "Not verified"
          ),
          note: verified ? ago(verified.finishedAt) : "Runs once a day",
          href: at("ledger"),
        },
        ...moneyFigures(health, formats),
        {
          label: "Webhooks",
          value: <Count count={health.failedEvents} word="failed" />,
          note: health.lastEventAt ? <>Last {ago(health.lastEventAt)}</> : "None yet",
          href: at("webhooks"),
        },
        {
          label: "Data requests",
          value: <Count count={health.lateRequests} word="overdue" />,
          note: `${formats.count(health.openRequests)} open`,
          href: at("requests"),
        },
        {
          label: "Jobs",
          value: <Count count={health.lateJobs} word="late" />,
          note: `of ${formats.count(health.jobs)}`,
          href: at("jobs"),
        },
        {
          label: "Mail",
          value: <Count count={health.troubledMails} word="stuck" />,
          note: `${formats.count(health.waitingMails)} waiting`,
        },
        ...(drafts
          ? [
              {
                label: "Policies",
                value: <Count count={drafts.changed.length} word="to publish" />,
                note: "Texts differ from what holds",
                href: at("policies"),
              },
            ]
          : []),
      ]}
    />
  );
}

const at = (tab: string) => `${paths.operator}/${tab}`;

function moneyFigures(health: InstallationHealth, formats: Formats): readonly StripFigure[] {
  const { driftNanos, heldPayments, missingInvoices } = health;
  const invoices = missingInvoices > 0 ? `, ${formats.count(missingInvoices)} without invoice` : "";
  return [
    {
      label: "Drift",
      value:
        driftNanos === null ? (
          "Not reconciled"
        ) : (
          <State isGood={driftNanos === 0n} good="$0.00" bad={formats.dollars(driftNanos)} />
        ),
      note: "ledger, usage, Stripe",
      href: at("reconciliation"),
    },
    {
      label: "Held",
      value: <Money nanos={health.heldNanos} />,
      note: "by running requests",
      href: at("completions"),
    },
    {
      label: "Float",
      value: <Money nanos={health.floatNanos} floor />,
      note: "unused credits",
      href: paths.operator,
    },
    {
      label: "Payments",
      value: <Count count={health.latePayments} word="late" />,
      note: `${formats.count(heldPayments)} unmatched${invoices}`,
      ...(heldPayments + missingInvoices > 0 && { tone: "danger" as const }),
      href: at("payments"),
    },
  ];
}

/** "0 late" in plain ink, "2 late" as a problem. */
async function Count({ count, word }: { readonly count: number; readonly word: string }) {
  const text = `${(await viewerFormats()).count(count)} ${word}`;
  return <State isGood={count === 0} good={text} bad={text} />;
}

type StateProps = { readonly isGood: boolean; readonly good: ReactNode; readonly bad: ReactNode };

function State({ isGood, good, bad }: StateProps) {
  return isGood ? good : <span className="text-danger">{bad}</span>;
}
