import { notFound } from "next/navigation";
import { AppFramePage } from "@/app/gallery/_samples/product/frame/app-frame";
import { AuthFramePage } from "@/app/gallery/_samples/product/frame/auth-frame";
import { Providers } from "@/app/providers";
import { PublicFramePage } from "@/app/gallery/_samples/product/frame/public-frame";

type FramePageProps = { readonly params: Promise<{ readonly name: string }> };

export default async function FramePage({ params }: FramePageProps) {
  switch ((await params).name) {
    case "app":
      return (
        <Providers formatChoice="en-US">
          <AppFramePage />
        </Providers>
      );
    case "auth":
      return <AuthFramePage />;
    case "public":
      return <PublicFramePage />;
    default:
      notFound();
  }
}
