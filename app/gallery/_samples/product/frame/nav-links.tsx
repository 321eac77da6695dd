import { Sample } from "@/app/gallery/_components/sample";
import { BottomBar, NavLinks } from "@/components/product/frame/nav-links";

export function NavLinksSamples() {
  return (
    <>
      <Sample state="Default">
        <div className="flex w-56 flex-col gap-4">
          <NavLinks operatorArea={null} />
        </div>
      </Sample>
      <Sample state="Of an operator, with and without trouble">
        <div className="flex flex-wrap gap-8">
          {[0, 3, 120].map((trouble) => (
            <div key={trouble} className="flex w-56 flex-col gap-4">
              <NavLinks operatorArea={{ trouble }} />
            </div>
          ))}
        </div>
      </Sample>
      <Sample state="Bottom bar, below 1,024 px">
        <div className="relative h-16 [contain:layout]">
          <BottomBar />
        </div>
      </Sample>
    </>
  );
}
