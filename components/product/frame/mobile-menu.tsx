"use client";

import { Menu as MenuIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { useOnDemand } from "@/components/ui/use-on-demand";
import { NavLinks, type OperatorArea } from "./nav-links";

type MobileMenuProps = { readonly workspace: ReactNode; readonly operatorArea: OperatorArea | null };

// Loaded when someone reaches for it: most windows are wide enough for the sidebar.
const loadSheet = () => import("@/components/ui/overlays/sheet").then(({ Sheet }) => Sheet);

/** All pages and the workspace, below 1,024 px. It closes after navigation. */
export function MobileMenu({ workspace, operatorArea }: MobileMenuProps) {
  const pathname = usePathname();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  const [Sheet, startSheet] = useOnDemand(loadSheet);
  const isOpen = openedAt === pathname;
  const open = async () => {
    setOpenedAt(pathname);
    if (!(await startSheet())) setOpenedAt(null);
  };
  return (
    <>
      <IconButton
        label="Menu"
        icon={<MenuIcon aria-hidden />}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={() => void startSheet()}
        onFocus={() => void startSheet()}
        onClick={() => void open()}
      />
      {Sheet ? (
        <Sheet title="Menu" open={isOpen} onOpenChange={(open) => setOpenedAt(open ? pathname : null)}>
          {workspace}
          <nav aria-label="All pages" className="flex flex-col gap-4">
            <NavLinks operatorArea={operatorArea} />
          </nav>
        </Sheet>
      ) : null}
    </>
  );
}
