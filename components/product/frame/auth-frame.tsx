import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/product/mark";
import { product } from "@/lib/config/product";
import { paths } from "@/lib/kernel/paths";
import { SandboxBanner, SandboxChip, type SandboxParts } from "./sandbox-banner";

type AuthFrameProps = { readonly sandbox: SandboxParts; readonly children: ReactNode };

/** The frame around the sign-in pages: one narrow column. */
export function AuthFrame({ sandbox, children }: AuthFrameProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SandboxBanner sandbox={sandbox} />
      <SandboxChip sandbox={sandbox} place="alone" />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto flex w-full max-w-sm flex-1 flex-col gap-8 px-4 py-10 outline-none sm:py-20"
      >
        <Link
          href={paths.home}
          className="flex h-11 items-center gap-2 self-start rounded-md text-lg font-semibold tracking-tight"
        >
          <Mark size={24} />
          {product.name}
        </Link>
        {children}
      </main>
      <footer className="flex justify-center gap-5 p-4 text-sm text-ink-muted">
        <Link
          href={paths.legalPrivacy}
          className="inline-flex min-h-11 items-center rounded-sm hover:text-ink"
        >
          Privacy policy
        </Link>
        <Link href={paths.legalTerms} className="inline-flex min-h-11 items-center rounded-sm hover:text-ink">
          Terms
        </Link>
      </footer>
    </div>
  );
}
