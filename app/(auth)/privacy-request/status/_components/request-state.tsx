import type { ReactNode } from "react";
import { Heading } from "@/app/(auth)/_components/heading";
import { MomentText } from "@/components/product/moment-text";
import { TextLink } from "@/components/ui/actions/text-link";
import { Badge } from "@/components/ui/feedback/badge";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { FollowedRequest } from "@/lib/data-requests/find-request";
import { appealTexts } from "@/lib/data-requests/rules/request-mails";
import { stateNames } from "@/lib/data-requests/rules/request-kinds";
import { defaultFormats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import { RequestFacts } from "./request-facts";

type Props = { readonly request: FollowedRequest };

/** Where a confirmed request stands: its steps with their times, the answer, and how to disagree with it. */
export function RequestState({ request }: Props) {
  const { state, closedAt } = request;
  return (
    <>
      <Heading title={`Your privacy request: ${stateNames[state].toLowerCase()}`}>
        Anyone who has this link can open this page. Don&rsquo;t share it.
      </Heading>
      <RequestFacts request={request} />
      <ol aria-label="Steps of the request" className="flex flex-col gap-4">
        <Step title="Received" at={request.receivedAt} />
        <Step title="Confirmed" at={request.confirmedAt} />
        <Step title="Acknowledged" at={request.acknowledgedAt} />
        {closedAt && !request.startedAt ? null : <Step title="In progress" at={request.startedAt} />}
        {request.extendedAt ? (
          <Step title="Extended" at={request.extendedAt}>
            {request.extensionReason}
          </Step>
        ) : null}
        <Step
          title={state === "refused" ? "Rejected" : state === "account_deleted" ? "Closed" : "Answered"}
          at={closedAt}
        >
          {state === "account_deleted"
            ? "The account was deleted. What was written in this request was erased with it."
            : request.answer}
        </Step>
      </ol>
      {closedAt ? <Appeal /> : null}
    </>
  );
}

type StepProps = { readonly title: string; readonly at: Date | null; readonly children?: ReactNode };

function Step({ title, at, children }: StepProps) {
  return (
    <li className="flex min-w-0 flex-col gap-1 border-t border-line pt-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{title}</h2>
        <Badge tone={at ? "positive" : "neutral"}>{at ? "Done" : "Waiting"}</Badge>
      </div>
      {at ? (
        <p className="text-sm text-ink-muted">
          <MomentText formats={defaultFormats} at={at} zone="UTC" /> UTC
        </p>
      ) : null}
      {children ? (
        <p className="whitespace-pre-line break-id" dir="auto">
          {children}
        </p>
      ) : null}
    </li>
  );
}

function Appeal() {
  return (
    <section aria-label="If you disagree" className="flex min-w-0 flex-col gap-2">
      <h2 className="font-semibold">If you disagree</h2>
      {appealTexts(product.name, env().contacts.privacyEmail).map((text) => (
        <p key={text} className="text-ink-muted break-id">
          {text}
        </p>
      ))}
      <p>
        <TextLink href={paths.privacyRequest}>Send a new request</TextLink>
      </p>
    </section>
  );
}
