import { FrameLink } from "@/app/gallery/_components/frame-link";
import { longText } from "@/app/gallery/_components/sample";
import { simulated } from "@/app/gallery/_components/simulated";
import { AuthFrame } from "@/components/product/frame/auth-frame";

export function AuthFrameSamples() {
  return <FrameLink name="auth" />;
}

export function AuthFramePage() {
  return (
    <AuthFrame sandbox={simulated}>
      <h1 className="text-xl font-semibold">Frame of the sign-in pages</h1>
      <p>{longText}</p>
    </AuthFrame>
  );
}
