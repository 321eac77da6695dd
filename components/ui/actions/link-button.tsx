import Link from "next/link";
import type { ReactNode } from "react";
import { type ButtonFace, buttonClasses } from "./button-face";

type LinkButtonProps = ButtonFace & {
  readonly href: string;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  /** Leads outside of the app (Stripe, the sandbox inbox): a plain anchor without prefetch. */
  readonly external?: boolean;
  /** The browser saves the response instead of displaying it, also under a name. */
  readonly download?: boolean | string;
  /** The page stays where it is scrolled to. */
  readonly keepScroll?: boolean;
  /** Takes the place of this page in the browser's history. */
  readonly replace?: boolean;
  readonly onFollow?: () => void;
};

/** A link that looks like a button, for navigation rather than actions. */
export function LinkButton({
  href,
  icon,
  children,
  external,
  download,
  keepScroll = false,
  replace = false,
  onFollow,
  ...face
}: LinkButtonProps) {
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
    <Link href={href} className={className} scroll={!keepScroll} replace={replace} onClick={onFollow}>
      {icon}
      {children}
    </Link>
  );
}
