import { TextLink } from "@/components/ui/actions/text-link";
import { CodeBlock } from "@/components/ui/data/code-block";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { RouteSheet } from "@/components/ui/overlays/sheet";
import { formatGenerationId } from "@/lib/activity/rules/generation-id";
import { paths } from "@/lib/kernel/paths";
import { answerText, type StoredContent } from "@/lib/privacy/rules/parse-content";

type StoredContentSheetProps = {
  readonly generationId: string;
  readonly content: StoredContent | null;
  /** True when content should exist but could not be stored. */
  readonly isLost: boolean;
};

/** Stored content of one request, for viewers who may read it. Each view is recorded in the audit log. */
export function StoredContentSheet({ generationId, content, isLost }: StoredContentSheetProps) {
  if (!content) {
    return (
      <RouteSheet title="Stored content" closeHref={paths.privacy}>
        {isLost ? (
          <EmptyState title="This request's content couldn't be stored">
            The request was completed, billed, and recorded.
          </EmptyState>
        ) : (
          <EmptyState title="Nothing is stored">It was never stored, or it has been deleted.</EmptyState>
        )}
      </RouteSheet>
    );
  }
  return (
    <RouteSheet
      title="Stored content"
      description="Only owners and admins can read this. Each view is recorded in the audit log."
      closeHref={paths.privacy}
    >
      <p>
        <TextLink href={`${paths.activity}?generation=${formatGenerationId(generationId)}`}>
          View metadata
        </TextLink>
      </p>
      <CodeBlock label="input" code={JSON.stringify(content.input, null, 2)} />
      {content.isCut ? <p>The response was longer than what is stored of one. Its end is missing.</p> : null}
      <CodeBlock label="completion" code={answerText(content)} />
      <CodeBlock label="choices" code={JSON.stringify(content.choices, null, 2)} />
    </RouteSheet>
  );
}
