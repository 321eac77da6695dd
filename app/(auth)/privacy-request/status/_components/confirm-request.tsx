import { Heading } from "@/app/(auth)/_components/heading";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import type { FollowedRequest } from "@/lib/data-requests/find-request";
import { confirmRequestAction } from "../actions";
import { RequestFacts } from "./request-facts";

type ConfirmRequestProps = { readonly token: string; readonly request: FollowedRequest };

/** Shows what was asked, and by whom, before it is confirmed. */
export function ConfirmRequest({ token, request }: ConfirmRequestProps) {
  if (request.isAgentsLink) {
    return (
      <Heading title="Not confirmed yet">
        The person confirms this request by the link that was mailed to them.
      </Heading>
    );
  }
  return (
    <>
      <Heading title="Confirm your privacy request?">
        {request.agentName === null
          ? "Confirm only if you sent it. Otherwise close this page, and nothing happens."
          : "Confirm only if this agent may act for you. Otherwise close this page, and nothing happens."}
      </Heading>
      <RequestFacts request={request} />
      <ActionForm action={confirmRequestAction} label="Confirm your privacy request" fields={{ token }}>
        <SubmitButton wide>Confirm request</SubmitButton>
      </ActionForm>
    </>
  );
}
