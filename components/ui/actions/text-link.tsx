import Link from "next/link";
import type { ReactNode } from "react";

type TextLinkProps = {
  readonly href: string;
  readonly children: ReactNode;
  readonly external?: boolean;
  /** Quiet links have the color of their text until hovered. */
  readonly tone?: "accent" | "quiet";
};

const tones = {
  accent: "text-accent underline decoration-1 underline-offset-2 hover:text-accent-strong",
  quiet:
    "text-current underline decoration-line-strong decoration-1 underline-offset-2 hover:decoration-current",
} as const;

/** A link inside text. It is always underlined, so that color is not its only sign. */
export function TextLink({ href, children, external, tone = "accent" }: TextLinkProps) {
  // The padding makes the line a target of 24 px without moving it.
  const className = `rounded-sm py-1 ${tones[tone]}`;
  if (external) {
    return (
      <a href={href} rel="noreferrer" className={className}>
        {children}
      </a>
    );
  }
  return (
    <Link href={href} className={className}>
      {children}
    </Link>
  );
}
