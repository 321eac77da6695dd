import { TextLink } from "@/components/ui/actions/text-link";
import type { ComparedSection, SentenceChange } from "@/lib/policies/rules/compare-sections";
import type { Sentence } from "@/lib/policies/rules/policy";
import { textParts } from "@/lib/policies/rules/text-parts";

/** The sections of a policy. With changes, each sentence that is new or different is marked, with its former words. */
export function PolicyText({ sections }: { readonly sections: readonly ComparedSection[] }) {
  return (
    <>
      {sections.map((section) => (
        <section key={section.id} aria-labelledby={section.id} className="flex flex-col gap-4">
          <h2 id={section.id}>{section.heading}</h2>
          {section.blocks.map((block, index) =>
            block.kind === "list" ? (
              <ul key={index}>
                {block.changes.map((change) => (
                  <li key={change.sentence.id}>
                    <Changed change={change} />
                  </li>
                ))}
              </ul>
            ) : (
              <p key={index}>
                {block.changes.map((change) => (
                  <Changed key={change.sentence.id} change={change} />
                ))}
              </p>
            ),
          )}
        </section>
      ))}
    </>
  );
}

/** Sentences that a version no longer has. */
export function RemovedSentences({ sentences }: { readonly sentences: readonly Sentence[] }) {
  if (sentences.length === 0) return null;
  return (
    <section aria-labelledby="removed" className="flex flex-col gap-4">
      <h2 id="removed">Removed</h2>
      <ul>
        {sentences.map(({ id, text }) => (
          <li key={id}>
            <del className="text-ink-muted">
              <Words text={text} />
            </del>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Changed({ change }: { readonly change: SentenceChange }) {
  const words = <Words text={change.sentence.text} />;
  if (change.kind === "same") return <>{words} </>;
  return (
    <>
      {change.kind === "changed" ? (
        <>
          <del className="text-ink-muted">
            <Words text={change.before} />
          </del>{" "}
        </>
      ) : null}
      <ins className="bg-positive-soft decoration-1 underline-offset-2">{words}</ins>{" "}
    </>
  );
}

function Words({ text }: { readonly text: string }) {
  return textParts(text).map(({ text: words, href }, index) =>
    href === null ? (
      <span key={index}>{words}</span>
    ) : (
      <TextLink key={index} href={href} external={!href.startsWith("/")}>
        {words}
      </TextLink>
    ),
  );
}
