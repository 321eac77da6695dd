import type { ReactNode } from "react";
import { AuthFrame } from "@/components/product/frame/auth-frame";
import { env } from "@/lib/config/env";

export default function AuthLayout({ children }: { readonly children: ReactNode }) {
  return <AuthFrame sandbox={env().sandbox}>{children}</AuthFrame>;
}
