import { DefinitionList } from "@/components/ui/data/definition-list";
import type { FollowedRequest } from "@/lib/data-requests/find-request";
import { kindNames, lawNames } from "@/lib/data-requests/rules/request-kinds";
import { defaultFormats } from "@/lib/kernel/format";

/** What was asked and until when it is answered. Days are of UTC: the page knows no one's time zone. */
export function RequestFacts({ request }: { readonly request: FollowedRequest }) {
  const { kind, law, agentName, agentEmail, details, receivedAt, closedAt } = request;
  const day = (at: Date) => defaultFormats.day(at, "UTC");
  const due = (term: string, at: Date | null) => (at && !closedAt ? [{ term, detail: day(at) }] : []);
  return (
    <>
      <DefinitionList
        items={[
          { term: "Request", detail: kindNames[kind] },
          { term: "Law", detail: lawNames[law] },
          ...(agentName ? [{ term: "Agent", detail: agentName }] : []),
          ...(agentEmail ? [{ term: "Agent's email address", detail: agentEmail }] : []),
          { term: "Received", detail: day(receivedAt) },
          ...due("Acknowledged by", request.acknowledgedAt ? null : request.acknowledgeBy),
          ...due("Answered by, where possible", request.answerBy),
          ...due("Answered no later than", request.latestBy),
        ]}
      />
      {details ? (
        <section aria-label="Details" className="flex min-w-0 flex-col gap-1">
          <h2 className="font-semibold">Details</h2>
          <p className="whitespace-pre-line text-ink-muted break-id" dir="auto">
            {details}
          </p>
        </section>
      ) : null}
    </>
  );
}
