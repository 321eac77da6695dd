import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonFace, buttonClasses } from "./button-face";

type LinkButtonProps = ButtonFace & {
  readonly href: string;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  /** Leaves the app (Stripe, the sandbox inbox): a plain anchor, no prefetch. */
  readonly external?: boolean;
  /** The browser stores the answer instead of showing it. */
  readonly download?: boolean;
};

/** A link that looks like a button, because it goes somewhere rather than does something. */
export function LinkButton({ href, icon, children, external, download, ...face }: LinkButtonProps) {
  const className = buttonClasses(face);
  if (external || download) {
    return (
      <a href={href} className={className} download={download} rel={external ? "noreferrer" : undefined}>
        {icon}
        {children}
      </a>
    );
  }
  return (
    <Link href={href} className={className}>
      {icon}
      {children}
    </Link>
  );
}
