import { accountHref } from "@/app/(dashboard)/operator/_components/payment-href";
import { Moment } from "@/components/product/moment";
import { TextLink } from "@/components/ui/actions/text-link";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { Card } from "@/components/ui/layout/card";
import { Stack } from "@/components/ui/layout/stack";
import type { RequestDetail } from "@/lib/data-requests/get-request";
import { isClosed } from "@/lib/data-requests/rules/change-request";
import { nextDeadline } from "@/lib/data-requests/rules/clocks";
import { channelNames, kindLabels, lawNames } from "@/lib/data-requests/rules/request-kinds";
import { paths } from "@/lib/kernel/paths";
import { DueBadge } from "./due-badge";
import { IdentityChecks } from "./identity-checks";
import { NoteForm, RequestDecisions } from "./request-decisions";
import { RequestLog } from "./request-log";
import { StateBadge } from "./state-badge";

type Props = { readonly request: RequestDetail };

/** One data request: what was asked, who asks, its deadlines, what can be done now, and its log. */
export function RequestDetailView({ request }: Props) {
  const isOpen = !isClosed(request.state);
  return (
    <Stack>
      <p>
        <TextLink href={paths.operatorRequests}>Back to the queue</TextLink>
      </p>
      <Card
        title={request.email ?? "Deleted account"}
        description={kindLabels[request.kind]}
        action={<StateBadge state={request.state} />}
      >
        <Facts request={request} />
        <Words title="Details" text={request.details} />
        <Words title="Reason of the extension" text={request.extensionReason} />
        <Words
          title={request.state === "refused" ? "Reason of the rejection" : "Answer"}
          text={request.answer}
        />
      </Card>
      {isOpen ? <IdentityChecks request={request} /> : null}
      {isOpen ? <RequestDecisions request={request} /> : null}
      <RequestLog request={request}>
        <NoteForm request={request} />
      </RequestLog>
    </Stack>
  );
}

function Facts({ request }: Props) {
  const day = (at: Date) => <Moment at={at} zone="UTC" show="day" />;
  const { agentName, agentEmail, hasAgent, workspaceId } = request;
  return (
    <DefinitionList
      items={[
        ...(isClosed(request.state)
          ? []
          : [
              {
                term: "Next deadline",
                detail: <DueBadge request={request} dueAt={nextDeadline(request).at} />,
              },
            ]),
        { term: "Acknowledge by", detail: day(request.acknowledgeBy) },
        { term: "Answer by, where possible", detail: day(request.answerBy) },
        { term: "Answer no later than", detail: day(request.latestBy) },
        { term: "Law", detail: lawNames[request.law] },
        { term: "Received", detail: <Moment at={request.receivedAt} zone="UTC" /> },
        { term: "Arrived by", detail: channelNames[request.channel] },
        {
          term: "Account",
          detail: workspaceId ? <TextLink href={accountHref(workspaceId)}>View account</TextLink> : "None",
        },
        ...(hasAgent
          ? [{ term: "Agent", detail: agentName ? `${agentName}, ${agentEmail ?? ""}` : "Erased" }]
          : []),
      ]}
    />
  );
}

function Words({ title, text }: { readonly title: string; readonly text: string | null }) {
  if (!text) return null;
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1">
      <h3 className="font-semibold">{title}</h3>
      <p className="max-w-[72ch] whitespace-pre-line break-id" dir="auto">
        {text}
      </p>
    </section>
  );
}
