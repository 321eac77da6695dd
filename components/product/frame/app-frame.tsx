import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/product/mark";
import { product } from "@/lib/config/product";
import { paths } from "@/lib/kernel/paths";
import { AccountMenu, type Person, type SignOut } from "./account-menu";
import { type Balance, BalanceChip } from "./balance-chip";
import { Commands } from "./command-palette";
import { MobileMenu } from "./mobile-menu";
import { BottomBar, NavLinks } from "./nav-links";
import { SandboxBanner, type SandboxParts } from "./sandbox-banner";

export type AppFrameProps = {
  readonly person: Person;
  readonly balance: Balance;
  readonly sandbox: SandboxParts;
  /** The switcher, or the name of the only workspace. */
  readonly workspace: ReactNode;
  readonly signOut: SignOut;
  /** URL from which the command palette reads key names. */
  readonly keysUrl?: string;
  readonly children: ReactNode;
};

/** The frame around every signed-in page. It shows the user and the balance; it never decides access. */
export function AppFrame({ person, balance, sandbox, workspace, signOut, keysUrl, children }: AppFrameProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SandboxBanner sandbox={sandbox} />
      <div className="flex flex-1">
        <nav
          aria-label="Main"
          className="sticky top-0 flex max-h-dvh w-56 shrink-0 flex-col gap-4 self-start overflow-y-auto p-3 max-lg:hidden"
        >
          <ProductLink />
          {workspace}
          <NavLinks part="main" />
          <hr className="border-line" />
          <NavLinks part="foot" />
        </nav>
        <div className="flex min-w-0 flex-1 flex-col border-line lg:border-l">
          <header className="sticky top-0 z-20 flex h-14 items-center justify-between gap-2 border-b border-line bg-surface px-3 lg:h-13 lg:px-6">
            <div className="flex min-w-0 items-center gap-1">
              <div className="flex items-center gap-1 lg:hidden">
                <MobileMenu workspace={workspace} />
                <Link
                  href={paths.activity}
                  aria-label={product.name}
                  className="inline-flex size-11 items-center justify-center rounded-md max-[359px]:hidden"
                >
                  <Mark size={24} />
                </Link>
              </div>
              <Commands keysUrl={keysUrl} />
            </div>
            <div className="flex items-center gap-1 lg:gap-2">
              <BalanceChip {...balance} />
              <AccountMenu person={person} signOut={signOut} />
            </div>
          </header>
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto flex w-full max-w-[1280px] min-w-0 flex-1 flex-col gap-6 p-4 pb-24 outline-none lg:p-6 lg:pb-12"
          >
            {children}
          </main>
        </div>
      </div>
      <BottomBar />
    </div>
  );
}

function ProductLink() {
  return (
    <Link
      href={paths.activity}
      className="flex h-8 items-center gap-2 rounded-md px-2 text-lg font-semibold tracking-tight"
    >
      <Mark />
      {product.name}
    </Link>
  );
}
