import type { ReactNode } from "react";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { TextAreaField } from "@/components/ui/forms/text-area-field";
import { Card } from "@/components/ui/layout/card";
import { Disclosure } from "@/components/ui/layout/disclosure";
import { env } from "@/lib/config/env";
import type { RequestDetail } from "@/lib/data-requests/get-request";
import { answerTemplate } from "@/lib/data-requests/rules/answer-templates";
import { isShortOptOut, legalDays } from "@/lib/data-requests/rules/clocks";
import { answerLengthMax, noteLengthMax } from "@/lib/data-requests/rules/lengths";
import {
  acknowledgeRequestAction,
  answerRequestAction,
  extendRequestAction,
  noteRequestAction,
  refuseRequestAction,
  startRequestAction,
} from "../actions";

type Props = { readonly request: RequestDetail };

/** What an operator can do with an open request. Each of these is mailed to the requester. */
export function RequestDecisions({ request }: Props) {
  const fields = { requestId: request.id };
  return (
    <Card title="Handle the request" description="Each of these is mailed to the requester.">
      <div className="flex flex-wrap gap-2">
        {request.acknowledgedAt ? null : (
          <ActionForm action={acknowledgeRequestAction} fields={fields} label="Acknowledge" layout="row">
            <SubmitButton>Acknowledge</SubmitButton>
          </ActionForm>
        )}
        {request.startedAt ? null : (
          <ActionForm action={startRequestAction} fields={fields} label="Set in progress" layout="row">
            <SubmitButton variant="secondary">Set in progress</SubmitButton>
          </ActionForm>
        )}
      </div>
      <ActionForm action={answerRequestAction} fields={fields} label="Answer">
        <TextAreaField
          name="answer"
          label="Answer"
          hint="The template points to what the person can do alone. Change it as needed."
          rows={8}
          maxLength={answerLengthMax}
          defaultValue={answerTemplate(request.kind, env().appUrl)}
        />
        <SubmitButton>Send answer</SubmitButton>
      </ActionForm>
      {request.extendedAt || isShortOptOut(request) ? null : <Extension request={request} />}
      <Reasoned summary="Reject the request">
        <ActionForm action={refuseRequestAction} fields={fields} label="Reject">
          <TextAreaField
            name="reason"
            label="Reason of the rejection"
            hint="The email also says how to appeal."
            maxLength={answerLengthMax}
          />
          <SubmitButton variant="danger">Reject request</SubmitButton>
        </ActionForm>
      </Reasoned>
    </Card>
  );
}

function Extension({ request }: Props) {
  return (
    <Reasoned summary="Extend the legal period">
      <ActionForm action={extendRequestAction} fields={{ requestId: request.id }} label="Extend">
        <TextAreaField
          name="reason"
          label="Reason of the extension"
          hint={`Adds ${legalDays[request.law].extension} days to the legal period, once.`}
          maxLength={answerLengthMax}
        />
        <SubmitButton variant="secondary">Extend period</SubmitButton>
      </ActionForm>
    </Reasoned>
  );
}

function Reasoned({ summary, children }: { readonly summary: string; readonly children: ReactNode }) {
  return (
    <div className="border-t border-line pt-3">
      <Disclosure summary={summary}>{children}</Disclosure>
    </div>
  );
}

/** A note for operators. */
export function NoteForm({ request }: Props) {
  return (
    <ActionForm
      action={noteRequestAction}
      fields={{ requestId: request.id }}
      label="Add a note"
      clearOnSuccess
    >
      <TextAreaField
        name="note"
        label="Note"
        hint="For operators. The person gets it only in the archive of their account."
        rows={2}
        maxLength={noteLengthMax}
      />
      <SubmitButton variant="secondary">Add note</SubmitButton>
    </ActionForm>
  );
}
