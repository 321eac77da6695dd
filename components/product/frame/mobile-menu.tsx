"use client";

import { Menu as MenuIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Sheet } from "@/components/ui/overlays/sheet";
import { NavLinks, type OperatorArea } from "./nav-links";

type MobileMenuProps = { readonly workspace: ReactNode; readonly operatorArea: OperatorArea | null };

/** All pages and the workspace, below 1,024 px. It closes after navigation. */
export function MobileMenu({ workspace, operatorArea }: MobileMenuProps) {
  const pathname = usePathname();
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  return (
    <Sheet
      title="Menu"
      trigger={<IconButton label="Menu" icon={<MenuIcon aria-hidden />} />}
      open={openedAt === pathname}
      onOpenChange={(open) => setOpenedAt(open ? pathname : null)}
    >
      {workspace}
      <nav aria-label="All pages" className="flex flex-col gap-4">
        <NavLinks operatorArea={operatorArea} />
      </nav>
    </Sheet>
  );
}
