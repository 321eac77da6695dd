import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/product/mark";
import { LinkButton } from "@/components/ui/actions/link-button";
import { product } from "@/lib/config/product";
import { paths } from "@/lib/kernel/paths";
import { SandboxBanner, SandboxChip, type SandboxParts } from "./sandbox-banner";

type PublicFrameProps = { readonly sandbox: SandboxParts; readonly children: ReactNode };

const pages = [
  { href: paths.models, label: "Models" },
  { href: paths.rankings, label: "Rankings" },
  { href: paths.docs, label: "Docs" },
] as const;

const legal = [
  { href: paths.legalPrivacy, label: "Privacy policy" },
  { href: paths.legalTerms, label: "Terms" },
  { href: paths.security, label: "Security" },
] as const;

/** The frame around public pages for visitors who are not signed in: the same header and background, no sidebar. */
export function PublicFrame({ sandbox, children }: PublicFrameProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SandboxBanner sandbox={sandbox} />
      <SandboxChip sandbox={sandbox} place="line" />
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex min-h-14 w-full max-w-[1280px] flex-wrap items-center justify-between gap-x-4 px-4 max-sm:pt-1.5 lg:px-6">
          <Link
            href={paths.home}
            className="flex h-11 items-center gap-2 rounded-md text-lg font-semibold tracking-tight"
          >
            <Mark />
            {product.name}
          </Link>
          <div className="flex items-center gap-2 sm:order-last">
            <SandboxChip sandbox={sandbox} place="header" />
            <LinkButton href={paths.signIn} variant="quiet">
              Sign in
            </LinkButton>
            <LinkButton href={paths.signUp} variant="primary">
              Sign up
            </LinkButton>
          </div>
          <nav aria-label="Main" className="max-sm:w-full sm:flex-1">
            <LinkRow links={pages} />
          </nav>
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto flex w-full max-w-[1280px] min-w-0 flex-1 flex-col gap-6 p-4 outline-none lg:p-6"
      >
        {children}
      </main>
      <Footer />
    </div>
  );
}

function Footer() {
  return (
    <footer className="border-t border-line">
      <div className="mx-auto flex w-full max-w-[1280px] flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-3 text-sm lg:px-6">
        <p className="text-ink-muted">{product.name}</p>
        <nav aria-label="Legal">
          <LinkRow links={legal} />
        </nav>
      </div>
    </footer>
  );
}

type LinkRowProps = { readonly links: readonly { readonly href: string; readonly label: string }[] };

function LinkRow({ links }: LinkRowProps) {
  return (
    <ul className="flex flex-wrap gap-x-5">
      {links.map(({ href, label }) => (
        <li key={href}>
          <Link
            href={href}
            className="inline-flex h-11 items-center rounded-sm text-ink-muted transition-colors duration-150 hover:text-ink"
          >
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
