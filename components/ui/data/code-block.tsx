import { CopyButton } from "@/components/ui/actions/copy-button";

type CodeBlockProps = {
  readonly code: string;
  /** Name of the snippet: "curl". Shown above it and in the button's name. */
  readonly label: string;
  readonly onCopied?: () => void;
};

/** Code with a copy button. The block scrolls horizontally, so that the page does not. */
export function CodeBlock({ code, label, onCopied }: CodeBlockProps) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-lg border border-line bg-surface-sunken">
      <figcaption className="flex items-center justify-between gap-2 border-b border-line py-1 pr-1 pl-3 text-sm text-ink-muted">
        {label}
        <CopyButton text={code} label={`Copy ${label}`} iconOnly onCopied={onCopied} />
      </figcaption>
      <pre
        tabIndex={0}
        aria-label={label}
        role="region"
        className="overflow-x-auto p-3 font-mono text-sm outline-offset-[-2px]"
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
