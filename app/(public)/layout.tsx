import type { ReactNode } from "react";
import { PublicFrame } from "@/components/product/frame/public-frame";
import { findActor } from "@/lib/auth/require-actor";
import { env } from "@/lib/config/env";

export default async function PublicLayout({ children }: { readonly children: ReactNode }) {
  return (
    <PublicFrame isSignedIn={(await findActor()) !== null} sandbox={env().sandbox}>
      {children}
    </PublicFrame>
  );
}
