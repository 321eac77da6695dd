import { Moment } from "@/components/product/moment";
import { Badge } from "@/components/ui/feedback/badge";
import { urgencyOf } from "@/lib/data-requests/rules/clocks";

type DueBadgeProps = {
  readonly request: { readonly acknowledgedAt: Date | null; readonly extendedAt: Date | null };
  readonly dueAt: Date;
};

/** What is due next, and when: red once it is over, yellow within a day of it. */
export function DueBadge({ request: { acknowledgedAt, extendedAt }, dueAt }: DueBadgeProps) {
  const urgency = urgencyOf(dueAt, new Date());
  const what = acknowledgedAt === null ? "Acknowledge" : extendedAt === null ? "Answer" : "Answer (extended)";
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <span className={urgency === "overdue" ? "text-danger" : undefined}>
        {what} by <Moment at={dueAt} zone="UTC" show="day" />
      </span>
      {urgency === "overdue" ? <Badge tone="danger">Overdue</Badge> : null}
      {urgency === "soon" ? <Badge tone="warning">Due soon</Badge> : null}
    </span>
  );
}
