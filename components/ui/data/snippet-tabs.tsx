import { useId } from "react";
import { CodeBlock } from "./code-block";

type Snippet = { readonly label: string; readonly code: string };

type SnippetTabsProps = {
  /** Accessible name of the choice: "Language". */
  readonly label: string;
  /** At most four. */
  readonly snippets: readonly Snippet[];
};

/** Which block is shown while which radio button is checked. Complete class names, as Tailwind finds no others. */
const shown = [
  "hidden group-has-[[data-snippet='0']:checked]/snippets:block",
  "hidden group-has-[[data-snippet='1']:checked]/snippets:block",
  "hidden group-has-[[data-snippet='2']:checked]/snippets:block",
  "hidden group-has-[[data-snippet='3']:checked]/snippets:block",
] as const;

/** The same call in several languages. Radio buttons and CSS switch between them, so that it needs no script. */
export function SnippetTabs({ label, snippets }: SnippetTabsProps) {
  const name = useId();
  return (
    <div className="group/snippets flex min-w-0 flex-col gap-2">
      <fieldset className="inline-flex max-w-full min-w-0 self-start overflow-x-auto rounded-md border border-line bg-surface-sunken p-0.5">
        <legend className="sr-only">{label}</legend>
        {snippets.map((snippet, index) => (
          <label
            key={snippet.label}
            className="relative inline-flex h-7 cursor-pointer items-center rounded-sm px-2.5 text-sm whitespace-nowrap text-ink-muted hover:text-ink has-checked:bg-surface-raised has-checked:font-medium has-checked:text-ink has-checked:outline has-checked:outline-line has-focus-visible:outline-2 has-focus-visible:outline-focus max-sm:h-10 pointer-coarse:h-10"
          >
            <input
              type="radio"
              name={name}
              data-snippet={index}
              defaultChecked={index === 0}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            {snippet.label}
          </label>
        ))}
      </fieldset>
      {snippets.map((snippet, index) => (
        <div key={snippet.label} className={shown[index]}>
          <CodeBlock label={snippet.label} code={snippet.code} />
        </div>
      ))}
    </div>
  );
}
