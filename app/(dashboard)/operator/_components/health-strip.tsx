import type { ReactNode } from "react";
import { Money } from "@/components/product/money";
import { FigureStrip } from "@/components/ui/data/figure-strip";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { formatRelative } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import { lastVerified } from "@/lib/ledger/verifications/latest-verification";
import { getHealth } from "@/lib/operator/get-health";

/** What an operator asks first: whether the ledger balances, how much money is where, and what is late. */
export async function HealthStrip() {
  const [verified, health, formats] = await Promise.all([lastVerified(), getHealth(), viewerFormats()]);
  const now = new Date();
  const ago = (at: Date) => formatRelative(at, now) ?? `${formats.shortMoment(at, "UTC")} UTC`;
  const at = (tab: string) => `${paths.operator}/${tab}`;
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
          note: health.lastEventAt ? `Last webhook ${ago(health.lastEventAt)}` : "No webhook yet",
          href: at("payments"),
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
      ]}
    />
  );
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
