import { Sample } from "@/app/gallery/_components/sample";
import { BottomBar, NavLinks } from "@/components/product/frame/nav-links";

export function NavLinksSamples() {
  return (
    <>
      <Sample state="Main">
        <NavLinks part="main" />
      </Sample>
      <Sample state="Foot">
        <NavLinks part="foot" />
      </Sample>
      <Sample state="Bottom bar, below 1,024 px">
        <div className="relative h-16 [contain:layout]">
          <BottomBar />
        </div>
      </Sample>
    </>
  );
}
