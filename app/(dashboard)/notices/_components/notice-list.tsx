import { Bell } from "lucide-react";
import { Moment } from "@/components/product/moment";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { Pagination } from "@/components/ui/data/pagination";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ActionForm } from "@/components/ui/forms/action-form";
import type { Notice, NoticePage } from "@/lib/alerts/notices";
import { alertText } from "@/lib/alerts/rules/alert-text";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { paths } from "@/lib/kernel/paths";
import { dismissAction } from "../actions";

type NoticeListProps = {
  readonly page: NoticePage;
  readonly zone: string;
  readonly isFirst: boolean;
};

/** What happened, newest first. A dismissed notice stays in the list, in muted text. */
export function NoticeList({ page: { notices, nextCursor }, zone, isFirst }: NoticeListProps) {
  if (notices.length === 0) {
    return (
      <EmptyState icon={<Bell aria-hidden />} title="No notices">
        Low balances, limits, unusual spend, refunds and disputes appear here.
      </EmptyState>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {notices.some(({ isDismissed }) => !isDismissed) ? (
        <div className="flex justify-end">
          <ActionForm action={dismissAction} label="Dismiss all notices" layout="row" toast="all">
            <SubmitButton size="small" variant="secondary">
              Dismiss all
            </SubmitButton>
          </ActionForm>
        </div>
      ) : null}
      <ul aria-label="Notices" className="flex min-w-0 flex-col divide-y divide-line border-y border-line">
        {notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} zone={zone} />
        ))}
      </ul>
      <Pagination
        label="notices"
        firstHref={isFirst ? null : paths.notices}
        nextHref={nextCursor ? `${paths.notices}?cursor=${nextCursor}` : null}
      />
    </div>
  );
}

async function NoticeRow({ notice, zone }: { readonly notice: Notice; readonly zone: string }) {
  const { title, sentence, action } = alertText(notice, await viewerFormats());
  return (
    <li className="flex min-w-0 items-start justify-between gap-x-6 gap-y-2 py-3 max-sm:flex-col">
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className={notice.isDismissed ? "break-id text-ink-muted" : "break-id font-medium"}>
          {notice.isDismissed ? null : <span className="sr-only">New: </span>}
          {title}
        </p>
        <p className="max-w-[72ch] text-sm text-ink-muted">
          {sentence} <TextLink href={action.href}>{action.label}</TextLink>
        </p>
        <p className="text-sm text-ink-muted">
          <Moment at={notice.firedAt} zone={zone} show="relative" />
        </p>
      </div>
      {notice.isDismissed ? null : (
        <ActionForm
          action={dismissAction}
          fields={{ alertId: notice.id }}
          label={`Dismiss: ${title}`}
          layout="row"
          toast="all"
        >
          <SubmitButton size="small" variant="quiet">
            Dismiss
          </SubmitButton>
        </ActionForm>
      )}
    </li>
  );
}
