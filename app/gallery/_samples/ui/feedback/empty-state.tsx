import { KeyRound } from "lucide-react";
import { longText, Sample, sampleHref } from "@/app/gallery/_components/sample";
import { LinkButton } from "@/components/ui/actions/link-button";
import { EmptyState } from "@/components/ui/feedback/empty-state";

export function EmptyStateSamples() {
  return (
    <>
      <Sample state="Default">
        <EmptyState
          icon={<KeyRound aria-hidden />}
          title="No keys yet"
          action={<LinkButton href={sampleHref}>Create key</LinkButton>}
        >
          A key authenticates your requests.
        </EmptyState>
      </Sample>
      <Sample state="Inline">
        <EmptyState title="No requests" inline>
          Requests of this account appear here.
        </EmptyState>
      </Sample>
      <Sample state="Long text">
        <EmptyState title={longText}>{longText}</EmptyState>
        <EmptyState title={longText} inline>
          {longText}
        </EmptyState>
      </Sample>
    </>
  );
}
