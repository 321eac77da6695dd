import Link from "next/link";
import type { ReactNode } from "react";
import { Mark } from "@/components/product/mark";
import { product } from "@/lib/config/product";
import type { FormAction } from "@/lib/kernel/form-state";
import { paths } from "@/lib/kernel/paths";
import { AccountMenu, type Person, type SignOut } from "./account-menu";
import { type Balance, BalanceChip } from "./balance-chip";
import { Commands } from "./commands";
import { MobileMenu } from "./mobile-menu";
import { BottomBar, NavLinks, type OperatorArea } from "./nav-links";
import { NavigationBar } from "./navigation-bar";
import { NoticesLink } from "./notices-link";
import { OfflineBar } from "./offline-bar";
import type { NameSources } from "./palette-names";
import { SandboxBanner, SandboxChip, type SandboxParts } from "./sandbox-banner";

export type AppFrameProps = {
  readonly person: Person;
  readonly balance: Balance;
  readonly sandbox: SandboxParts;
  /** The switcher, or the name of the only workspace. */
  readonly workspace: ReactNode;
  readonly signOut: SignOut;
  /** Where the command palette reads names of keys and models. */
  readonly names?: NameSources;
  /** Saves the theme that is chosen in the command palette. */
  readonly saveTheme?: FormAction;
  /** What needs the operator's attention, shown beside the link to the operator area. */
  readonly trouble?: number;
  /** Notices that the user has not dismissed. */
  readonly unread?: number;
  readonly children: ReactNode;
};

/** The frame around every signed-in page. It shows the user and the balance; it never decides access. */
export function AppFrame(props: AppFrameProps) {
  const { sandbox, workspace, person, trouble = 0, children } = props;
  const operatorArea = person.isOperator ? { trouble } : null;
  return (
    <div className="flex min-h-dvh flex-col">
      <NavigationBar />
      <SandboxBanner sandbox={sandbox} />
      <SandboxChip sandbox={sandbox} place="line" />
      <div className="flex flex-1">
        <nav
          aria-label="Main"
          className="sticky top-0 flex max-h-dvh w-56 shrink-0 flex-col gap-4 self-start overflow-y-auto p-3 max-lg:hidden"
        >
          <ProductLink />
          {workspace}
          <NavLinks operatorArea={operatorArea} />
        </nav>
        <div className="flex min-w-0 flex-1 flex-col border-line lg:border-l">
          <Header {...props} operatorArea={operatorArea} />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto flex w-full max-w-[1280px] min-w-0 flex-1 flex-col gap-6 p-4 pt-3 pb-24 outline-none lg:px-6 lg:py-4 lg:pb-12"
          >
            {children}
          </main>
        </div>
      </div>
      <BottomBar />
    </div>
  );
}

type HeaderProps = Omit<AppFrameProps, "children"> & { readonly operatorArea: OperatorArea | null };

function Header(props: HeaderProps) {
  const { person, balance, sandbox, workspace, signOut, operatorArea, names, saveTheme, unread = 0 } = props;
  return (
    <div className="sticky top-0 z-20 border-b border-line bg-surface">
      <OfflineBar />
      <header className="flex h-13 items-center justify-between gap-2 px-3 lg:px-6">
        <div className="flex min-w-0 items-center gap-1">
          <div className="flex items-center gap-1 lg:hidden">
            <MobileMenu workspace={workspace} operatorArea={operatorArea} />
            <Link
              href={paths.activity}
              aria-label={product.name}
              className="inline-flex size-11 items-center justify-center rounded-md max-[429px]:hidden"
            >
              <Mark size={24} />
            </Link>
          </div>
          <Commands names={names} isOperator={operatorArea !== null} saveTheme={saveTheme} />
        </div>
        <div className="flex items-center gap-1 lg:gap-2">
          <SandboxChip sandbox={sandbox} place="header" />
          <BalanceChip {...balance} />
          <NoticesLink unread={unread} />
          <AccountMenu person={person} signOut={signOut} />
        </div>
      </header>
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
