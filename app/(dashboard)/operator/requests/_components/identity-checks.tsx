import { Moment } from "@/components/product/moment";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SettingGroup, SettingRow } from "@/components/ui/forms/setting-row";
import type { RequestDetail, RequestStep } from "@/lib/data-requests/get-request";
import { checkNames, identityChecks, type IdentityCheck } from "@/lib/data-requests/rules/request-kinds";
import { checkRequestAction } from "../actions";

/** What was checked about the requester, by whom and when. An answer needs the address, and an agent's permission. */
export function IdentityChecks({ request }: { readonly request: RequestDetail }) {
  const subjects = identityChecks.filter((subject) => subject !== "agent" || request.hasAgent);
  return (
    <SettingGroup
      title="Identity"
      description="An answer needs proof of the address and, with an agent, the signed permission. Ask for no more than that."
    >
      {subjects.map((subject) => (
        <Check key={subject} request={request} subject={subject} />
      ))}
    </SettingGroup>
  );
}

type CheckProps = { readonly request: RequestDetail; readonly subject: IdentityCheck };

function Check({ request, subject }: CheckProps) {
  const step = request.checks.get(subject);
  const name = checkNames[subject];
  return (
    <SettingRow
      title={name}
      consequence={step ? <CheckedBy step={step} request={request} /> : "Not checked"}
      control={
        <ActionForm
          action={checkRequestAction}
          fields={{ requestId: request.id, subject, checked: step ? "off" : "on" }}
          label={`${step ? "Uncheck" : "Check"}: ${name}`}
          layout="row"
        >
          <SubmitButton variant="secondary" size="small">
            {step ? "Uncheck" : "Mark as checked"}
          </SubmitButton>
        </ActionForm>
      }
    />
  );
}

function CheckedBy({ step, request }: { readonly step: RequestStep; readonly request: RequestDetail }) {
  const by =
    step.actorUserId !== null
      ? (step.actorEmail ?? "a deleted account")
      : step.subject === "account"
        ? "this server"
        : request.channel === "session"
          ? "the requester's session"
          : "the link in the email";
  return (
    <>
      Checked by {by}, <Moment at={step.at} zone="UTC" />
    </>
  );
}
