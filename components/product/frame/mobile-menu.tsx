"use client";

import { Menu as MenuIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { NavLinks, type OperatorArea } from "./nav-links";

type MobileMenuProps = { readonly workspace: ReactNode; readonly operatorArea: OperatorArea | null };

// Loaded when someone reaches for it: most windows are wide enough for the sidebar.
const loadSheet = () => import("@/components/ui/overlays/sheet");
const Sheet = lazy(() => loadSheet().then(({ Sheet: value }) => ({ default: value })));

/** Not a path. The sheet stays mounted, so that it can fade out and give the focus back. */
const closed = "";

/** All pages and the workspace, below 1,024 px. It closes after navigation. */
export function MobileMenu({ workspace, operatorArea }: MobileMenuProps) {
  const pathname = usePathname();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  const isOpen = openedAt === pathname;
  return (
    <>
      <IconButton
        label="Menu"
        icon={<MenuIcon aria-hidden />}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={() => void loadSheet()}
        onFocus={() => void loadSheet()}
        onClick={() => setOpenedAt(pathname)}
      />
      <Suspense>
        {openedAt === null ? null : (
          <Sheet title="Menu" open={isOpen} onOpenChange={(open) => setOpenedAt(open ? pathname : closed)}>
            {workspace}
            <nav aria-label="All pages" className="flex flex-col gap-4">
              <NavLinks operatorArea={operatorArea} />
            </nav>
          </Sheet>
        )}
      </Suspense>
    </>
  );
}
