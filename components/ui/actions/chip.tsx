import { X } from "lucide-react";
import Link from "next/link";

type ChipProps = {
  /** Name of the filter: "Model". */
  readonly name: string;
  readonly value: string;
  /** The same page without this filter. */
  readonly removeHref: string;
  /** `danger` for a filter that could not be applied. */
  readonly tone?: keyof typeof tones;
};

const tones = { plain: "border-line bg-surface-raised", danger: "border-danger bg-danger-soft" } as const;

/** An active filter, with a link that removes it. */
export function Chip({ name, value, removeHref, tone = "plain" }: ChipProps) {
  return (
    <span
      className={`inline-flex h-7 max-w-full items-center gap-1 rounded-md border pl-2 text-sm max-sm:h-11 ${tones[tone]}`}
    >
      <span className="whitespace-nowrap text-ink-muted">{name}:</span>
      <span className="truncate font-medium">{value}</span>
      <Link
        href={removeHref}
        scroll={false}
        aria-label={`Remove filter ${name}: ${value}`}
        className="inline-flex size-7 items-center justify-center rounded-sm text-ink-muted hover:text-ink max-sm:size-11"
      >
        <X aria-hidden className="size-3.5" />
      </Link>
    </span>
  );
}
