import { Heading } from "@/app/(auth)/_components/heading";
import { RefreshWhileRunning } from "@/components/product/refresh-while-running";
import { type DeletionState, keptRowsMax } from "@/lib/deletions/find-deletion";
import { defaultFormats } from "@/lib/kernel/format";
import { At, Step } from "./step";

type Props = { readonly deletion: DeletionState };

/** The steps of a deletion, in the order in which they happen. Reads itself again while something is being removed. */
export function DeletionSteps({ deletion }: Props) {
  const { deletedAt, access, personal, activity, customer, linkUntil } = deletion;
  return (
    <>
      <Heading title="The account is deleted">
        Numbers are rows of each table. This link works until {defaultFormats.day(linkUntil, "UTC")} and names
        no one.
      </Heading>
      <ol aria-label="Steps of the deletion" className="flex flex-col gap-6">
        <Step title="Access ended" state="done" at={deletedAt} counts={access}>
          Sessions, keys, links, and downloads stopped working. Saved cards can't be charged.
        </Step>
        <Step title="Personal data removed" state="done" at={deletedAt} counts={personal}>
          Name, address, organization, password, and what belonged to them.
        </Step>
        <Step
          title="Requests and stored content removed"
          state={activity.emptiedAt ? "done" : "in progress"}
          at={activity.emptiedAt}
          counts={activity.counts}
        >
          Everything about requests except what was charged for them, and their sums by day and model.
        </Step>
        <FinalCheck deletion={deletion} />
        <Customer deletion={deletion} />
        <BillingRecords deletion={deletion} />
      </ol>
      {activity.emptiedAt === null || customer === "in progress" ? <RefreshWhileRunning /> : null}
    </>
  );
}

function FinalCheck({ deletion: { activity } }: Props) {
  const { checkedAt, checkDueAt } = activity;
  return (
    <Step title="Checked once more" state={checkedAt ? "done" : "waiting"} at={checkedAt}>
      {checkedAt ? (
        "Every table was found empty again."
      ) : (
        <>
          Requests that were running may still have ended after the deletion. The check is due after{" "}
          <At at={checkDueAt} />; what it finds is removed.
        </>
      )}
    </Step>
  );
}

function Customer({ deletion: { customer, deletedAt } }: Props) {
  const title = "Customer deleted at Stripe";
  if (customer === "none") {
    return (
      <Step title={title} state="done" at={deletedAt}>
        There was no customer: the account never opened a payment page.
      </Step>
    );
  }
  return customer === "in progress" ? (
    <Step title={title} state="in progress">
      Name, address, and cards at Stripe, our payment processor. It waits for payments that are not decided
      yet.
    </Step>
  ) : (
    <Step title={title} state="done" at={customer}>
      Name, address, and cards are deleted at Stripe, our payment processor. Stripe keeps invoices and
      payments as the law requires.
    </Step>
  );
}

function BillingRecords({ deletion: { billing } }: Props) {
  const { isKept, purchases, entries, keptUntil } = billing;
  const title = "Billing records";
  const entriesText = `${entries > keptRowsMax ? "More than " : ""}${defaultFormats.count(Math.min(entries, keptRowsMax))} ${entries === 1 ? "entry" : "entries"}`;
  if (!isKept) {
    return (
      <Step title={title} state={entries > 0 ? "kept" : "done"}>
        No purchase and no card is stored.{" "}
        {entries > 0
          ? `${entriesText} of the ledger stay, because entries are never changed: amounts, without a person.`
          : "The ledger has no entry."}
      </Step>
    );
  }
  const purchasesText = `${defaultFormats.count(Math.min(purchases, keptRowsMax))} ${purchases === 1 ? "purchase" : "purchases"}`;
  return (
    <Step title={title} state="kept">
      {purchasesText} and {entriesText} of the ledger: amounts, times, and Stripe's references under a
      pseudonym, without name or address. Tax and accounting law requires records of payments. Purchases are
      kept until <At at={keptUntil} />; entries of the ledger stay, because they are never changed.
    </Step>
  );
}
